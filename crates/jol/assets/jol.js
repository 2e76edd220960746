// Kindness where JavaScript runs. Every page works without this file.
(function () {
  'use strict';
  var sent = new WeakSet();

  // On a phone a menu is a line that moves sideways: where one is, is in view.
  document.querySelectorAll('nav ul').forEach(function (line) {
    var here = line.querySelector('[aria-current]');
    if (here) line.scrollLeft = here.offsetLeft - line.offsetLeft - 20;
  });

  // A summary of errors, or the news of a success, is read first.
  var first = document.querySelector('[data-jol-focus]');
  if (first) first.focus();

  document.addEventListener('click', function (event) {
    // From a sentence of the summary to its field, with the question in view.
    var link = event.target.closest('.govuk-error-summary a');
    var field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      (field.closest('fieldset') || field.closest('.govuk-form-group') || field).scrollIntoView();
      field.focus({preventScroll: true});
    }
  });

  // A second press on a slow network would send the form twice. The server keeps one answer anyway.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.method !== 'post') return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    form.setAttribute('aria-busy', 'true');
    // The answer may never come. After a while the person may try again.
    setTimeout(release, 8000, form);
  });

  // The browser keeps a page as it was left. Back on it, the form may be sent again.
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) document.querySelectorAll('form').forEach(release);
  });

  function release(form) {
    sent.delete(form);
    form.removeAttribute('aria-busy');
  }

  // While somebody is being registered: who is alike. An older question is not waited for.
  var alike = document.querySelector('[data-jol-likely]'), asked;
  if (alike) alike.closest('form').addEventListener('change', function () {
    if (asked) asked.abort();
    var request = asked = new XMLHttpRequest();
    request.open('POST', alike.dataset.jolLikely);
    request.responseType = 'document';
    request.onload = function () {
      var ok = request.status === 200 && request.response;
      alike.replaceChildren.apply(alike, ok ? ok.body.childNodes : []);
    };
    request.send(new URLSearchParams(new FormData(this)));
  });

  document.querySelectorAll('[data-jol-show]').forEach(function (button) {
    var box = document.getElementById(button.getAttribute('aria-controls'));
    button.hidden = false;
    button.addEventListener('click', function () {
      var show = box.type === 'password';
      box.type = show ? 'text' : 'password';
      button.textContent = button.dataset[show ? 'jolHide' : 'jolShow'];
    });
    // What was shown is hidden again before a browser could remember it.
    if (box.form) box.form.addEventListener('submit', function () { box.type = 'password'; });
  });
})();
