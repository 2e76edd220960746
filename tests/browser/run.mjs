// node run.mjs BASE PAGES.json [--only axe,html,keyboard,nojs,views,budget]
//
// Looks at every page of the list (pages.mjs says how it is written) and prints a line for each check and
// at last `N passed, N failed`. Status 1 when anything failed or nothing was looked at.
import fs from 'node:fs';
import {parseArgs} from 'node:util';
import {fileURLToPath} from 'node:url';
import {axe} from './axe.mjs';
import {launch} from './browser.mjs';
import {budget} from './budget.mjs';
import {html} from './html.mjs';
import {keyboard} from './keyboard.mjs';
import {nojs} from './nojs.mjs';
import {targets} from './pages.mjs';
import {Report} from './report.mjs';
import {views} from './views.mjs';

// In every language: words are long in one and short in another. The others look at the first language.
const EVERY_LANGUAGE = {axe, html, views};
const ONE_LANGUAGE = {keyboard, nojs, budget};
// A visit waits for the network it imitates more than it works.
const AT_ONCE = 3;
export const CHECKS = {...EVERY_LANGUAGE, ...ONE_LANGUAGE};

export async function runAll(browser, base, list, {only, report = new Report()} = {}) {
  const wanted = Object.entries(CHECKS).filter(([name]) => !only || only.includes(name));
  const visits = targets(base, list);
  const visitNext = async () => {
    for (let target = visits.shift(); target; target = visits.shift())
      for (const [name, check] of wanted)
        if (name in EVERY_LANGUAGE || target.first)
          await report.run(`${name} ${target.name}`, () => check(browser, target));
  };
  await Promise.all(Array.from({length: AT_ONCE}, visitNext));
  return report;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {values, positionals} = parseArgs({options: {only: {type: 'string'}}, allowPositionals: true});
  const [base, file] = positionals;
  if (!base || !file) throw new Error('usage: node run.mjs BASE PAGES.json [--only axe,keyboard]');
  const only = values.only?.split(',');
  for (const name of only ?? []) if (!(name in CHECKS)) throw new Error(`there is no check ${name}`);
  const browser = await launch();
  try {
    const report = await runAll(browser, base, JSON.parse(fs.readFileSync(file, 'utf8')), {only});
    process.exitCode = report.close() ? 0 : 1;
  } finally {
    await browser.close();
  }
}
