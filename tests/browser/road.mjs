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
    const right = {sheet: expected, open: expected};
    if (isDeepStrictEqual(more, right)) break;
    if (Date.now() < end) {
      await here.walk.page.waitForTimeout(1_000);
      continue;
    }
    for (const number of Object.keys(expected)) {
      assert.ok(known.sheet[number], `${number} cannot be told even without her: ${JSON.stringify(known.sheet)}`);
    }
    assert.deepEqual(more, right, `day ${demo.ahead}`);
  }
  await here.seesOnThePage();
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
    for (const page of ['method', 'demand']) {
      await anybody.go(`/${page}`);
      await shot(anybody, page, {whole: true});
    }
    await anybody.close();
  });
  await stage('she and the officer read the same reasons, with a gap and the course that closes it', async () => {
    const hers = await deed.reasons(she, '/me/matches');
    assert.deepEqual(await deed.reasons(officer, `/returnees/${person}/matches`), hers);
    assert.ok(hers.includes(deed.GAP_LINE), hers.join('\n'));
    assert.ok(hers.some((line) => line.includes(deed.COURSE)), hers.join('\n'));
    await she.go('/me/shortest');
    await she.expectText(deed.VACANCY);
    await shot(she, 'shortest', {whole: true});
  });
  await stage('she takes a seat in the course', () => deed.takesASeat(she, shot));

  await stage('two days later the course begins', async () => {
    await later(2);
    await deed.signsInAgain(provider, lyceum, demo);
    await deed.tellsWhoCame(provider, group, demo);
  });
  const FORMS = ['form-formal', 'form-informal', 'form-seasonal', 'form-unemployed'];
  const TIMES = ['time-under-3', 'time-3-6', 'time-6-12', 'time-over-12'];
  const each = (numbers, counts) => Object.fromEntries(numbers.map((number) => [number, {...counts}]));
  const registered = {people: {n: 1}, 'time-to-first-work': {base: 1}, ...each(FORMS, {cohort: 1})};
  await stage('the indicators count her: registered', () => countsHer(registered));

  await stage('four weeks on she has finished, and the gap is closed', async () => {
    await later(26);
    await deed.signsInAgain(provider, lyceum, demo);
    await deed.tellsWhoCame(provider, group, demo);
    await shot(provider, 'provider-group');
    await deed.endsTheGroup(provider, group);
    await deed.comesBack(she, browser, base);
    const hers = await deed.reasons(she, '/me/matches');
    assert.ok(hers.some((line) => line.startsWith(deed.MET_LINE)), hers.join('\n'));
  });
  const candidacy = await stage('the officer proposes the work to her; the school does not see her', async () => {
    await signInAtOffice(officer, 'officer.leilek-rayon');
    const proposed = await deed.proposes(officer, person);
    await deed.signsInAgain(employer, school, demo);
    await deed.seesNobody(employer, proposed);
    return proposed;
  });
  await stage('she agrees to be shown, for this work alone', () => deed.agreesToBeShown(she, candidacy, shot));
  await stage('the school invites her, and offers the work', () => deed.invitesAndOffers(employer, vacancy, demo, shot));

  await stage('her first day: both sides name it', async () => {
    await later(8);
    await deed.signsInAgain(employer, school, demo);
    await deed.employerConfirms(employer, candidacy, demo);
    await deed.comesBack(she, browser, base);
    await deed.sheConfirms(she, candidacy, demo);
    await shot(she, 'hired', {whole: true});
    assert.deepEqual(await deed.road(she, '/me'), deed.PARTS.slice(0, 5));
  });
  const employed = {...registered, ...each(FORMS, {base: 1, cohort: 1})};
  employed['time-to-first-work'].n = 1;
  employed['form-formal'].n = 1;
  await stage('the indicators count her: in formal work', async () => {
    await later(1);
    await countsHer(employed);
  });

  await stage('a month: the officer calls', async () => {
    await later(31);
    await signInAtOffice(officer, 'officer.leilek-rayon');
    await deed.talks(officer, person, {way: 'Телефон менен', outcome: deed.FORMAL, words: 'Ишине көнүп калды.'});
    await shot(officer, 'officer-work', {whole: true});
  });
  employed['employed-in-6-months'] = {n: 1, base: 1, cohort: 1};
  await stage('the indicators count her: employed within six months', () => countsHer(employed));

  await stage('three months: not reached, which says nothing of her; then the officer meets her', async () => {
    await later(60);
    await signInAtOffice(officer, 'officer.leilek-rayon');
    await deed.talks(officer, person, {way: 'Телефон менен', outcome: 'Байланышуу мүмкүн болгон жок'});
    await officer.expectText('Байланышуу аракети: 1');
    await officer.expectText('Расмий жумуш');
    await later(2);
    await signInAtOffice(officer, 'officer.leilek-rayon');
    await deed.talks(officer, person, {way: 'Жолугушуп', outcome: deed.FORMAL});
  });

  await stage('six months: she answers herself, and the school confirms the job', async () => {
    await later(91);
    await deed.comesBack(she, browser, base);
    await deed.answersHerself(she, shot);
    await signInAtOffice(officer, 'officer.leilek-rayon');
    await deed.signsInAgain(employer, school, demo);
    await deed.stillWorksHere(employer, deed.SHE.name, shot);
    await officer.go(`/returnees/${person}/work`);
    await officer.expectText('Иш берүүчү тастыктады');
  });
  employed['employed-after-course'] = {n: 1, base: 1, cohort: 1};
  // Six months after she registered it is counted what came of her introduction.
  for (const came of ['introduced', 'interviewed', 'hired']) employed[`${came}-in-6-months`] = {n: 1, base: 1, cohort: 1};
  await stage('the indicators count her: employed after a course, hired through a vacancy', () => countsHer(employed));

  await stage('a year: the contributions are there, and the job is steady', async () => {
    await later(181);
    await signInAtOffice(officer, 'officer.leilek-rayon');
    await deed.talks(officer, person, {way: 'Телефон менен', outcome: deed.FORMAL});
    assert.ok(!(await deed.road(officer, `/returnees/${person}/road`)).includes('Туруктуу расмий жумуш'), 'not before it is proved');
    await deed.proves(officer, person, 'Төгүмдөр бүгүнкү күнгө чейин бар');
    assert.deepEqual(await deed.road(officer, `/returnees/${person}/road`), deed.PARTS);
    await shot(officer, 'officer-end', {whole: true});
    await deed.comesBack(she, browser, base);
    assert.deepEqual(await deed.road(she, '/me'), deed.PARTS);
    await shot(she, 'me-end', {whole: true});
  });
  await stage('she reads who looked at her: the officer, the school, the lyceum', () => deed.readsWhoLooked(she, shot));
  employed.steady = {n: 1, base: 1, cohort: 1};
  Object.assign(employed, each(TIMES, {base: 1, cohort: 1}));
  employed['time-3-6'].n = 1;
  // Of the others nobody has been heard of for a year, so how people work now is not told.
  for (const form of FORMS) delete employed[form];
  await stage('the indicators count her: in a steady formal job, eighteen months after she came home', async () => {
    await later(29);
    await countsHer(employed);
  });
  for (const walk of [she, officer, employer, provider]) await stage('no page failed on the way', () => walk.close());
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
