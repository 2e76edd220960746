// The indicators as numbers, and what one person adds to them.
//
// Two demos are the same country on the same day; in one of them somebody walks a road. Whatever differs is that person.
import {staff} from './demo.mjs';

// An analyst of the national office reads everything the pages of numbers say.
export class Analyst {
  static async signsIn(browser, base) {
    return new Analyst(await staff(browser, base, 'analyst.national', {viewport: {width: 1280, height: 800}}));
  }

  constructor(walk) {
    this.walk = walk;
  }

  async reads() {
    return {sheet: await told(this.walk, '/indicators.csv'), open: await told(this.walk, '/open/indicators.csv')};
  }

  // The page says what the sheet says.
  async seesOnThePage() {
    const {sheet} = await this.reads();
    await this.walk.go('/indicators');
    await this.walk.expectText(sheet.people.n.toLocaleString('ru').replaceAll('\u00a0', ' '));
    const {n, base} = sheet['form-formal'] ?? {};
    if (n) await this.walk.expectText(base.toLocaleString('ru').replaceAll('\u00a0', ' '));
  }

  async leaves() {
    await this.walk.close();
  }
}

// The lines of a sheet by the number they tell, but for those that may not be told.
async function told(walk, path) {
  const answer = await walk.context.request.get(new URL(path, walk.base).href);
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`);
  const [head, ...lines] = (await answer.text()).replace('\ufeff', '').trim().split(/\r?\n/).map((line) => line.split(','));
  const found = {};
  for (const line of lines) {
    const row = Object.fromEntries(head.map((name, at) => [name, line[at]]));
    if (row.status !== 'told') continue;
    const number = [row.number, row.group].filter(Boolean).join(' ');
    found[number] = {};
    for (const what of ['n', 'base', 'cohort']) if (row[what]) found[number][what] = Number(row[what]);
  }
  return found;
}

// What is more in the one than in the other, of the numbers both tell: {'form-formal': {n: 1, base: 1}}.
export function difference(one, other) {
  const found = {};
  for (const [number, counts] of Object.entries(one)) {
    if (!other[number]) continue;
    for (const [what, count] of Object.entries(counts)) {
      const more = count - other[number][what];
      if (more !== 0) (found[number] ??= {})[what] = more;
    }
  }
  return found;
}
