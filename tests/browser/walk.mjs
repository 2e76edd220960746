// A person in front of the pages: opens, reads, fills in by the words on the label, presses, goes on.
//
//     const walk = await open(browser, {base, lang: 'ky', cookies});
//     await walk.go('/register');
//     await walk.fill({'Фамилияңыз': 'Асанова', 'Атыңыз': 'Үмүт'});
//     await walk.fillDate('Качан төрөлгөнсүз?', [31, 3, 1990]);
//     await walk.choose('Жынысыңыз', 'Аял');
//     await walk.press('Улантуу');
//     await walk.expectHeading('Телефон номериңиз');
//
// Nothing is found by an id or a class: what a person cannot see, a walk cannot use.
import {openPage} from './browser.mjs';
import {picture} from './screens.mjs';

export async function open(browser, {base, cookies = [], javaScript = true, viewport = {width: 360, height: 740}, options = {}}) {
  const origin = new URL(base).origin;
  const {context, page} = await openPage(
    browser,
    {origin, cookies},
    {viewport, javaScriptEnabled: javaScript, ...options},
  );
  page.setDefaultTimeout(10_000);
  return new Walk(base, context, page);
}

export class Walk {
  constructor(base, context, page) {
    this.base = base;
    this.context = context;
    this.page = page;
    this.problems = [];
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('response', (answer) => {
      if (answer.status() >= 500) this.problems.push(`${answer.url()} answered ${answer.status()}`);
    });
  }

  async go(path) {
    const answer = await this.page.goto(new URL(path, this.base).href);
    return answer.status();
  }

  path() {
    const {pathname, search} = new URL(this.page.url());
    return pathname + search;
  }

  // A box or a menu of the page by its label, or by the first words of it.
  async field(label) {
    const labelled = (exact) => this.page.locator('main').getByLabel(label, {exact});
    return (await labelled(true).count()) ? labelled(true).first() : labelled(false).first();
  }

  // Boxes and menus by their labels.
  async fill(values) {
    for (const [label, value] of Object.entries(values)) {
      const field = await this.field(label);
      const tag = await field.evaluate((element) => element.tagName);
      if (tag === 'SELECT') await field.selectOption({label: value});
      else await field.fill(String(value));
    }
  }

  // The three boxes of a date, by the words above them.
  async fillDate(legend, parts) {
    const boxes = this.page.getByRole('group', {name: legend}).getByRole('textbox');
    for (const [i, part] of parts.entries()) await boxes.nth(i).fill(String(part));
  }

  // One or several answers of a question.
  async choose(legend, ...answers) {
    const group = this.page.getByRole('group', {name: legend});
    for (const answer of answers) await group.getByLabel(answer, {exact: true}).check();
  }

  // A checkbox that stands alone.
  async tick(label) {
    await this.page.getByLabel(label).check();
  }

  async attach(label, ...files) {
    await this.page.getByLabel(label).setInputFiles(files);
  }

  // Presses a button and waits for the page that answers. Of several with the same words, the one that says, unseen,
  // what it is about.
  async press(words, about) {
    const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const behind = about === undefined ? '( ?: .*)?' : ` ?: ${escaped(about)}`;
    const name = new RegExp(`^${escaped(words)}${behind}$`);
    await this.leave(() => this.page.getByRole('button', {name}).first().click());
  }

  async follow(words) {
    await this.leave(() => this.page.getByRole('link', {name: words}).first().click());
  }

  async back() {
    await this.leave(() => this.page.goBack());
  }

  async leave(action) {
    const left = this.page.waitForEvent('framenavigated', {timeout: 15_000});
    // Without this, a press that fails leaves a second, unheard failure behind.
    left.catch(() => {});
    await action();
    await left;
    await this.page.waitForLoadState('load');
  }

  async heading() {
    return (await this.page.locator('h1').first().innerText()).trim();
  }

  async expectHeading(words) {
    const found = await this.heading();
    if (found !== words) throw new Error(`the page is "${found}", not "${words}" (${this.path()})`);
  }

  // What the page says, with every space a plain one.
  async text() {
    return (await this.page.locator('main').innerText()).replaceAll('\u00a0', ' ');
  }

  async expectText(words) {
    const text = await this.text();
    if (!text.includes(words)) throw new Error(`"${words}" is not on ${this.path()}: ${text}`);
  }

  async expectNoText(words) {
    const text = await this.text();
    if (text.includes(words)) throw new Error(`"${words}" should not be on ${this.path()}`);
  }

  // The sentences of the summary of errors.
  async errors() {
    return this.page.locator('.govuk-error-summary__list li').allInnerTexts();
  }

  // What the box with this label holds now.
  async value(label) {
    return (await this.field(label)).inputValue();
  }

  async cookies() {
    return this.context.cookies(this.base);
  }

  async picture(folder, name, {whole = false} = {}) {
    return picture(this.page, {folder, name, whole});
  }

  // Ends the walk. A script that failed or an answer of 500 on the way is a failure of the walk.
  async close() {
    await this.context.close();
    if (this.problems.length) throw new Error(`on the way: ${this.problems.join('; ')}`);
  }
}
