// node service.mjs BASE [--screens] [--only walks|pages]
//
// Walks through a demo that is being served, then looks at its pages as each kind of user.
import {launch} from './browser.mjs';
import {crawl, kindOf} from './crawl.mjs';
import {staff} from './demo.mjs';
import {Report} from './report.mjs';
import {runAll} from './run.mjs';
import {shooter} from './screens.mjs';
import {erased, formSentTwiceIsOneRow, officerWorks, registersHerself, sharesPlacesOut} from './walks.mjs';

const [base, ...words] = process.argv.slice(2);
if (!base) throw new Error('usage: node service.mjs BASE [--screens] [--only walks|pages]');
const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : null;
const screens = words.includes('--screens');

// Where everybody begins.
const STARTS = ['/'];
// Those of the staff who have not walked before. Pages that several may see are looked at for the first who does.
const DESKS = {
  employer: 'employer.1',
  provider: 'provider.1',
  programme: 'programme.national',
  committee: 'committee.national',
  analyst: 'analyst.national',
  partner: 'partner.1',
  admin: 'admin.national',
};

// Pages of the public and of a person go to a phone on a slow network; those of a desk may weigh more.
function budgetOf(role, path) {
  if (path.startsWith('/indicators')) return 'dashboard';
  return role === 'anyone' || role === 'returnee' ? 'returnee' : 'officer';
}

const browser = await launch();
const report = new Report();
const roles = {};
async function walk(role, name, steps) {
  const found = await report.walk(`walk: ${name}`, steps);
  if (found) roles[role] = found;
  return found;
}
const phone = '+996 555 010 203';
await walk('returnee', 'a woman registers herself without JavaScript', () =>
  registersHerself(browser, base, {phone, shot: shooter('phone', screens)}));
await walk('officer', 'an officer registers, finds, changes', () =>
  officerWorks(browser, base, {shot: shooter('desk', screens)}));
await walk('head', 'a form whose line was cut makes one row', () => formSentTwiceIsOneRow(browser, base));
await walk('ministry', 'places are shared out by a proposal', () =>
  sharesPlacesOut(browser, base, {shot: shooter('desk', screens)}));
await walk('protection', 'erased is erased', () => erased(browser, base));

// Who touches nothing for half an hour is signed out: on a slow machine the last desks would wait too long for their turn.
const touch = () => Promise.all(Object.values(roles).map((walk) => walk.context.request.get(base)));
const touching = setInterval(touch, 5 * 60_000);

if (only !== 'walks') {
  for (const [role, login] of Object.entries(DESKS)) {
    await walk(role, `${login} signs in`, () => staff(browser, base, login));
  }
  // A cookie, not a link: the link that changes the language costs a round trip that no other visit has.
  const list = {language: {cookie: 'jol-language'}, roles: {}, pages: []};
  const looked = new Set();
  for (const role of ['anyone', ...Object.keys(roles)]) {
    const cookies = role === 'anyone' ? [] : await roles[role].cookies();
    list.roles[role] = cookies.filter(({name}) => name !== 'jol-language').map(({name, value}) => ({name, value}));
    const found = await report.walk(`every link of ${role} leads somewhere`, () => crawl(base, list.roles[role], STARTS));
    for (const path of found ?? []) {
      if (looked.has(kindOf(path))) continue;
      looked.add(kindOf(path));
      list.pages.push({kind: budgetOf(role, path), path, role});
    }
  }
  await runAll(browser, base, list, {report});
  const missing = {...list, pages: [{kind: 'returnee', path: '/nothing-here', status: 404}]};
  await runAll(browser, base, missing, {only: ['axe', 'html', 'views', 'keyboard'], report});
}
clearInterval(touching);
for (const walk of Object.values(roles)) {
  await report.walk('no page failed on the way', () => walk.close());
}
await browser.close();
process.exitCode = report.close() ? 0 : 1;
