// Does jol.js do the few things it is for, and nothing to a form that may be sent?
import {openPage} from './browser.mjs';

// `base` serves the gallery: `form.ky.html` has errors, `parts.ky.html` a password.
export async function script(browser, base) {
  const faults = [];
  const {context, page} = await openPage(browser, {origin: new URL(base).origin}, {viewport: {width: 360, height: 640}});
  const expect = (holds, sentence) => holds || faults.push(sentence);
  try {
    const posts = [];
    // The answer takes its time, as on a slow network.
    await page.route('**/*', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      posts.push(route.request().url());
      await new Promise((resolve) => setTimeout(resolve, 600));
      return route.fulfill({status: 204});
    });

    await page.goto(`${base}/form.ky.html`);
    const focused = await page.evaluate(() => document.activeElement.className);
    expect(focused.includes('govuk-error-summary'), `the summary of errors is not read first, but "${focused}"`);

    await page.locator('.govuk-error-summary a').nth(1).click();
    const field = await page.evaluate(() => {
      const {top} = document.activeElement.closest('fieldset').getBoundingClientRect();
      return {id: document.activeElement.id, top};
    });
    expect(field.id === 'born-day', `a sentence of the summary leads to ${field.id}`);
    expect(field.top >= 0, 'the question of the field is out of view');

    const button = page.locator('main form button');
    for (let i = 0; i < 3; i += 1) await button.click({noWaitAfter: true});
    await page.waitForTimeout(900);
    expect(posts.length === 1, `three presses sent the form ${posts.length} times`);
    expect((await page.locator('main form').getAttribute('aria-busy')) === 'true', 'a form on its way does not say so');

    await page.goto(`${base}/parts.ky.html`);
    const password = page.locator('#password');
    const toggle = page.locator('[data-jol-show]');
    await password.fill('тоо');
    await toggle.click();
    expect((await password.getAttribute('type')) === 'text', 'the password is not shown');
    expect((await toggle.innerText()) === 'Жашыруу', 'the button does not say that it hides now');
    await toggle.click();
    expect((await password.getAttribute('type')) === 'password', 'the password is not hidden again');
    await toggle.click();
    await page.locator('main form button[type=submit]').first().click({noWaitAfter: true});
    await page.waitForTimeout(100);
    expect((await password.getAttribute('type')) === 'password', 'a shown password is sent where a browser may keep it');
  } finally {
    await context.close();
  }
  return {faults};
}
