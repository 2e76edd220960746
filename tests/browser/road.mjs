// node road.mjs [--screens] [--store postgres://…] [--people N]
//
// One woman's road, from a registration on a phone to a steady formal job a year later: with an officer, an employer, a
// school and the clock. The demo is stopped and started again on later days, so everything that was done outlives it.
// A second demo, the same country without her, stands beside it: what the indicators count more is her.
import assert from 'node:assert/strict';
import path from 'node:path';
import {isDeepStrictEqual, parseArgs} from 'node:util';
import {launch} from './browser.mjs';
import {Analyst, difference} from './counts.mjs';
import * as deed from './deeds.mjs';
import {signInAtOffice, staff} from './demo.mjs';
import {Report} from './report.mjs';
import {shooter} from './screens.mjs';
import {Demo, newFolder} from './served.mjs';
import {open} from './walk.mjs';
import {registersHerself} from './walks.mjs';

const {values: asked} = parseArgs({options: {
  screens: {type: 'boolean', default: false}, store: {type: 'string'}, people: {type: 'string', default: '5000'},
}});
const DESK = {viewport: {width: 1280, height: 800}};
const shot = shooter('road', asked.screens);
const {folder, remove} = await newFolder();
const demo = new Demo({folder: path.join(folder, 'road'), people: asked.people, store: asked.store});
const without = new Demo({folder: path.join(folder, 'without'), people: asked.people});
const browser = await launch();
const report = new Report();

class Broken extends Error {}

// One stage of the road. Behind one that failed there is no road to walk.
async function stage(words, steps) {
  const before = report.failed;
  const found = await report.walk(`road: ${words}`, steps);
  if (report.failed > before) throw new Broken(words);
  return found;
}

// Both countries on a later day. Every session is over by then, so everybody signs in again.
async function later(days) {
  const day = demo.ahead + days;
  await demo.begin(day);
  await without.begin(day);
}

// What she adds to the numbers of the whole country, compared with the country without her. The numbers are those of a
// view that is up to a minute old.
async function countsHer(expected) {
  const [here, there] = await Promise.all([demo, without].map(({base}) => Analyst.signsIn(browser, base)));
  const end = Date.now() + 75_000;
  for (;;) {
    const [found, known] = [await here.reads(), await there.reads()];
    const more = {sheet: difference(found.sheet, known.sheet), open: difference(found.open, known.open)};
    if (isDeepStrictEqual(more, {sheet: expected, open: expected})) break;
    if (Date.now() < end) {
      await here.walk.page.waitForTimeout(1_000);
      continue;
    }
    for (const number of Object.keys(expected)) {
      assert.ok(known.sheet[number], `${number} cannot be told even without her: ${JSON.stringify(known.sheet)}`);
    }
    assert.deepEqual(more, {sheet: expected, open: expected}, `day ${demo.ahead}`);
  }
  await here.leaves();
  await there.leaves();
}

async function story() {
  await later(0);
  const {base} = demo;
  const officerOf = (login) => staff(browser, base, login, DESK);

  await stage('without her the two countries count the same', () => countsHer({}));

  const she = await stage('she registers on a phone, in Kyrgyz, without JavaScript', () =>
    registersHerself(browser, base, {phone: deed.SHE.phone, surname: deed.SHE.surname, returned: demo.day(-120)}));
  await stage('she completes her profile, and types nothing twice', () => deed.completesHerProfile(she, shot));
  await stage('she agrees to be proposed for work and for courses', () => deed.agreesToBeHelped(she));

  const officer = await officerOf('officer.leilek-rayon');
  const person = await stage('the officer finds her among the new, and takes her over', () => deed.takesHerOver(officer, shot));
  await stage('the officer makes a plan with her', () => deed.makesAPlan(officer, person, demo));

  const employer = await open(browser, {base, ...DESK});
  const school = await stage('a school registers as an employer', () =>
    deed.registersAnOrganisation(employer, deed.SCHOOL, 'Иш берүүчү', '01203200110015', demo));
  const provider = await open(browser, {base, ...DESK});
  const lyceum = await stage('a lyceum registers as a provider', () =>
    deed.registersAnOrganisation(provider, deed.LYCEUM, 'Окутуучу уюм', '01509199810027', demo));
  await stage('the officer verifies both against a paper', async () => {
    await deed.verifies(officer, deed.SCHOOL);
    await deed.verifies(officer, deed.LYCEUM);
  });
  const vacancy = await stage('the school offers work', () => deed.offersWork(employer, demo, shot));
  const group = await stage('the lyceum describes a course and puts a group on days', () => deed.describesACourse(provider, demo));
  await stage('the officer lets both through', async () => {
    await deed.letsThrough(officer, '/checks', deed.VACANCY);
    await deed.letsThrough(officer, '/checks/courses', deed.COURSE);
  });
  await stage('anybody finds the work, search engines too', async () => {
    const anybody = await open(browser, {base});
    await deed.findsTheVacancy(anybody, vacancy);
    await anybody.close();
  });
  await stage('she and the officer read the same reasons, with a gap and the course that closes it', async () => {
    const hers = await deed.reasons(she, '/me/matches');
    assert.deepEqual(await deed.reasons(officer, `/returnees/${person}/matches`), hers);
    assert.ok(hers.includes(deed.GAP_LINE), hers.join('\n'));
    assert.ok(hers.some((line) => line.includes(deed.COURSE)), hers.join('\n'));
  });
  await stage('she takes a seat in the course', () => deed.takesASeat(she, shot));
}

try {
  await story();
} catch (error) {
  if (!(error instanceof Broken)) throw error;
} finally {
  await browser.close();
  await demo.end();
  await without.end();
  await remove();
}
process.exitCode = report.close() ? 0 : 1;
