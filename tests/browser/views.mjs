// Does the page hold when it is magnified four times, when letters are twice as large or further apart,
// and when the person has chosen the colours?
import {openPage, visit} from './browser.mjs';
import {sideways} from './axe.mjs';

const VIEWS = [
  // 1280 pixels at 400 %: WCAG 1.4.10.
  {name: 'magnified', options: {viewport: {width: 320, height: 256}}},
  // WCAG 1.4.4.
  {name: 'large text', options: {viewport: {width: 640, height: 800}}, style: 'html{font-size:200%!important}'},
  // WCAG 1.4.12.
  {
    name: 'spaced text',
    options: {viewport: {width: 360, height: 640}},
    style:
      '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
      'p{margin-bottom:2em!important}',
  },
  {name: 'forced colours', options: {viewport: {width: 360, height: 640}, forcedColors: 'active'}},
];

export async function views(browser, target) {
  const faults = [];
  for (const {name, options, style} of VIEWS) {
    const {context, page} = await openPage(browser, target, {...options, bypassCSP: true});
    try {
      await visit(page, target);
      if (style) await page.addStyleTag({content: style});
      faults.push(...(await sideways(page, name)));
      faults.push(...(await clipped(page, name)));
    } finally {
      await context.close();
    }
  }
  return {faults, note: VIEWS.map(({name}) => name).join(', ')};
}

// Words that are cut off inside a button, a link or a label.
async function clipped(page, view) {
  const cut = await page.evaluate(() => {
    const shown = (element) => element.checkVisibility() && !element.closest('.govuk-visually-hidden, thead');
    return [...document.querySelectorAll('button, a, label, legend, h1, h2, td')]
      // A link that waits for the focus is one pixel wide.
      .filter((element) => shown(element) && element.clientWidth > 1 && getComputedStyle(element).overflow !== 'visible')
      .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      .map((element) => element.textContent.trim().slice(0, 40));
  });
  return cut.map((words) => `${view}: cut off: ${words}`);
}
