// Can everything be reached, seen and used with the keyboard alone?
import {openPage, visit} from './browser.mjs';

const MOST_STOPS = 150;
const MARGIN = 10;

export async function keyboard(browser, target) {
  const faults = [];
  const {context, page} = await openPage(browser, target, {viewport: {width: 1000, height: 700}});
  let stops = 0;
  try {
    await visit(page, target);
    // The page may have put the focus on its errors. A keyboard user begins at the top all the same.
    await page.evaluate(() => {
      const top = document.createElement('span');
      top.tabIndex = -1;
      document.body.prepend(top);
      top.focus();
    });
    const expected = await page.evaluate(countStops);
    const jumping = await page.evaluate(() =>
      [...document.querySelectorAll('[tabindex]')]
        .filter((element) => element.tabIndex > 0)
        .map((element) => `${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 40)}"`),
    );
    for (const name of jumping) faults.push(`${name} jumps the queue`);
    const seen = [];
    while (stops < MOST_STOPS) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(describeFocus);
      if (!stop || seen.includes(stop.key)) break;
      stops += 1;
      seen.push(stop.key);
      if (!stop.inView) faults.push(`${stop.name} has the focus outside the view`);
      if (stop.covered) faults.push(`${stop.name} has the focus under ${stop.covered}`);
      if (!(await focusCanBeSeen(page, stop))) faults.push(`${stop.name} does not show its focus`);
    }
    if (stops < Math.min(expected, MOST_STOPS)) faults.push(`${stops} stops, but ${expected} things to use`);
    if (stops === 0) faults.push('nothing can be reached');
    faults.push(...(await skipLink(page, target)), ...(await enterSends(page, target)), ...(await enterOpens(page, target)));
  } finally {
    await context.close();
  }
  return {faults, note: `${stops} stops`};
}

function countStops() {
  const groups = new Set();
  let count = 0;
  const things =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex="0"], [contenteditable]';
  for (const element of document.querySelectorAll(things)) {
    if (element.disabled || !element.checkVisibility({checkVisibilityCSS: true}) || element.tabIndex < 0) continue;
    // A group of radios is one stop.
    if (element.type === 'radio') {
      const group = `${element.form?.action} ${element.name}`;
      if (groups.has(group)) continue;
      groups.add(group);
    }
    count += 1;
  }
  return count;
}

function describeFocus() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  window.jolStops ??= new Map();
  if (!window.jolStops.has(element)) window.jolStops.set(element, window.jolStops.size);
  const box = element.getBoundingClientRect();
  const words = (element.labels?.[0] ?? element).textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const own =
    !middle ||
    element.contains(middle) ||
    middle.contains(element) ||
    [...(element.labels ?? [])].some((label) => label.contains(middle));
  return {
    key: window.jolStops.get(element),
    name: `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''} "${words}"`,
    box: {x: box.x, y: box.y, width: box.width, height: box.height},
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: own ? null : `${middle.tagName.toLowerCase()}.${middle.className}`,
  };
}

// A picture with the focus and one without must differ: no list of styles knows all the ways to show it.
async function focusCanBeSeen(page, {box}) {
  const {width, height} = page.viewportSize();
  const x = Math.max(0, box.x - MARGIN);
  const y = Math.max(0, box.y - MARGIN);
  const clip = {
    x,
    y,
    width: Math.max(1, Math.min(width, box.x + box.width + MARGIN) - x),
    height: Math.max(1, Math.min(height, box.y + box.height + MARGIN) - y),
  };
  const focused = await page.screenshot({clip, caret: 'hide', animations: 'disabled'});
  const element = await page.evaluateHandle(() => {
    const element = document.activeElement;
    element.blur();
    return element;
  });
  const blurred = await page.screenshot({clip, caret: 'hide', animations: 'disabled'});
  await element.evaluate((element) => element.focus({preventScroll: true}));
  return !focused.equals(blurred);
}

async function skipLink(page, target) {
  await visit(page, target);
  const link = page.locator('a[href^="#"]').first();
  const name = await link.getAttribute('href', {timeout: 2000}).catch(() => null);
  if (!name) return ['there is no link past the header'];
  await link.focus();
  await page.keyboard.press('Enter');
  const landed = await page.evaluate(() => `#${document.activeElement.id}`);
  return landed === name ? [] : [`the link past the header leads to ${landed}, not ${name}`];
}

// Enter in a box sends the form. What is sent is stopped on the way, so nothing changes.
async function enterSends(page, target) {
  await visit(page, target);
  const box = page.locator('main form input[type=text], main form input[type=tel], main form input[type=search]').first();
  if ((await box.count()) === 0) return [];
  let sent = false;
  await page.route('**/*', (route) => {
    sent = true;
    return route.abort();
  });
  // A form may refuse to be sent empty by itself; that is an answer too, but not the one asked for here.
  await box.evaluate((element) => (element.form.noValidate = true));
  await box.focus();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(150);
  await page.unroute('**/*');
  return sent ? [] : ['Enter in a box does not send its form'];
}

async function enterOpens(page, target) {
  await visit(page, target);
  const summary = await page.$('details:not([open]) > summary');
  if (!summary) return [];
  await summary.focus();
  await page.keyboard.press('Enter');
  const open = await summary.evaluate((element) => element.parentElement.open);
  return open ? [] : ['Enter does not open the details'];
}
