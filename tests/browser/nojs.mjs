// Is the page whole without JavaScript, and does the script that it has keep to the policy?
import {openPage, visit} from './browser.mjs';

export async function nojs(browser, target) {
  const faults = [];
  const plain = await read(browser, target, false);
  const scripted = await read(browser, target, true);
  for (const form of plain.formsWithoutButton) faults.push(`the form ${form} has no button`);
  for (const href of plain.scriptLinks) faults.push(`the link ${href} needs a script`);
  if (plain.fields !== scripted.fields) faults.push(`${plain.fields} fields without a script, ${scripted.fields} with one`);
  if (plain.heading !== scripted.heading) faults.push(`the heading is "${plain.heading}" without a script, "${scripted.heading}" with one`);
  if (!plain.heading) faults.push('the page has no heading');
  faults.push(...scripted.complaints);
  return {faults, note: `${plain.forms} forms, ${plain.fields} fields`};
}

async function read(browser, target, javaScriptEnabled) {
  const {context, page} = await openPage(browser, target, {javaScriptEnabled, viewport: {width: 360, height: 640}});
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`the script fails: ${error.message.split('\n')[0]}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`the browser complains: ${message.text().slice(0, 160)}`);
  });
  try {
    await visit(page, target);
    // Locators work without JavaScript; `evaluate` does too, since the browser itself runs it.
    const found = await page.evaluate(() => {
      // Anybody can open what is folded, without a script too.
      document.querySelectorAll('details').forEach((folded) => (folded.open = true));
      const shown = (element) => element.checkVisibility({checkVisibilityCSS: true});
      const forms = [...document.forms];
      const button = 'button:not([type=button]), input[type=submit], input[type=image]';
      return {
        forms: forms.length,
        formsWithoutButton: forms
          .filter((form) => ![...form.querySelectorAll(button)].some(shown))
          .map((form) => form.getAttribute('action')),
        scriptLinks: [...document.querySelectorAll('a')]
          .map((link) => link.getAttribute('href') ?? '(without an address)')
          .filter((href) => href === '#' || href.startsWith('javascript:') || href.startsWith('(')),
        fields: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(shown).length,
        heading: document.querySelector('h1')?.textContent.trim() ?? '',
      };
    });
    return {...found, complaints};
  } finally {
    await context.close();
  }
}
