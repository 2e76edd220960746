// node service.mjs BASE [--screens] [--only walks|pages]
//
// Walks through a demo that is being served, then looks at its pages as each kind of user.
import {launch} from './browser.mjs';
import {staff} from './demo.mjs';
import {Report} from './report.mjs';
import {runAll} from './run.mjs';
import {shooter} from './screens.mjs';
import {erased, formSentTwiceIsOneRow, officerWorks, registersHerself} from './walks.mjs';

const [base, ...words] = process.argv.slice(2);
if (!base) throw new Error('usage: node service.mjs BASE [--screens] [--only walks|pages]');
const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : null;
const screens = words.includes('--screens');

const browser = await launch();
const report = new Report();
const roles = {};
async function walk(role, name, steps) {
  const found = await report.walk(`walk: ${name}`, steps);
  if (found) roles[role] = found;
  return found;
}
const phone = '+996 555 010 203';
const mine = await walk('returnee', 'a woman registers herself without JavaScript', () =>
  registersHerself(browser, base, {phone, shot: shooter('phone', screens)}));
const officer = await walk('officer', 'an officer registers, finds, changes', () =>
  officerWorks(browser, base, {shot: shooter('desk', screens)}));
await report.walk('walk: a form whose line was cut makes one row', () => formSentTwiceIsOneRow(browser, base));
await walk('protection', 'erased is erased', () => erased(browser, base));
await walk('admin', 'the administrator signs in', () => staff(browser, base, 'admin.national'));

if (only !== 'walks' && mine && officer) {
  // A cookie, not a link: the link that changes the language costs a round trip that no other visit has.
  const list = {language: {cookie: 'jol-language'}, roles: {}, pages: []};
  for (const [role, walk] of Object.entries(roles)) {
    list.roles[role] = (await walk.cookies())
      .filter(({name}) => name !== 'jol-language')
      .map(({name, value}) => ({name, value}));
  }
  await officer.go('/returnees');
  const record = await officer.page.locator('main table tbody th a').first().getAttribute('href');
  const page = (kind, role, ...paths) =>
    paths.forEach((path) => list.pages.push({kind, path, ...(role && {role})}));
  page('returnee', null, '/', '/sign-in', '/sign-in/phone', '/register', '/privacy', '/api');
  page('returnee', 'returnee', '/me', '/me/record', '/me/record/edit', '/me/plan', '/me/messages', '/me/visit', '/me/journal', '/me/erase');
  page('officer', 'officer', '/returnees', '/returnees/new', record, `${record}/edit`, `${record}/journal`);
  page('officer', 'officer', '/statistics', '/offices', '/account');
  page('officer', 'admin', '/accounts', '/accounts/new');
  await runAll(browser, base, list, {report});
  const missing = {...list, pages: [{kind: 'returnee', path: '/nothing-here', status: 404}]};
  await runAll(browser, base, missing, {only: ['axe', 'html', 'views', 'keyboard'], report});
}
for (const walk of Object.values(roles)) {
  await report.walk('no page failed on the way', () => walk.close());
}
await browser.close();
process.exitCode = report.close() ? 0 : 1;
