// node selftest.mjs
// A check that cannot fail is no check: each one here gets a page with the fault it is for, and must find it;
// and a page without faults, and must find none.
import {axe} from './axe.mjs';
import {launch} from './browser.mjs';
import {budget} from './budget.mjs';
import {html} from './html.mjs';
import {keyboard} from './keyboard.mjs';
import {nojs} from './nojs.mjs';
import {Report} from './report.mjs';
import {serve} from './server.mjs';
import {views} from './views.mjs';
import {open} from './walk.mjs';

const FORM =
  '<form method="get" action="/sent"><p><label for="name">Name</label> <input id="name" name="name" type="text"></p>' +
  '<fieldset><legend>Born</legend><label for="d">Day</label> <input id="d" name="d" type="text"></fieldset>' +
  '<p><button type="submit">Send</button></p></form>';

function page({main = FORM, style = '', head = '', before = ''}) {
  return (
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<style>body{font:16px sans-serif}a,button,input{font-size:1rem;padding:8px}${style}</style>${head}</head><body>` +
    `<header><a href="#main">Skip</a>${before}</header>` +
    `<main id="main" tabindex="-1"><h1>A page</h1>${main}</main></body></html>\n`
  );
}

const WIDE = '<div class="wide">far too wide</div>';
const random = (length) => Array.from({length}, (_, i) => ((i * 2654435761) >>> 7).toString(36)).join('');

// A check, the page that must fail it, and a piece of the sentence it must say.
const CASES = [
  [axe, page({main: '<form action="/x"><input type="text" name="a"><button type="submit">Send</button></form>'}), 'label'],
  [axe, page({style: 'h1{color:#bbb}'}), 'color-contrast'],
  [axe, page({main: WIDE, style: '.wide{width:2000px}'}), 'sideways'],
  [html, page({main: '<ul><p>one</p></ul>'}), 'element-permitted-content'],
  [html, page({main: '<p id="a">one</p><p id="a">two</p>'}), 'no-dup-id'],
  [views, page({main: '<p class="row">a few words in a row that may not break</p>', style: '.row{width:20rem;white-space:nowrap}'}), 'large text'],
  [views, page({main: '<button type="button">One and two and three</button>', style: 'button{overflow:hidden;width:11rem;height:2.2rem;white-space:nowrap}'}), 'cut off'],
  [keyboard, page({style: ':focus{outline:none}'}), 'does not show its focus'],
  [keyboard, page({main: `${FORM}<a href="/b" tabindex="3">first</a>`}), 'jumps the queue'],
  [keyboard, page({main: `${FORM}<div class="lid"></div>`, style: '.lid{position:fixed;inset:0;background:#eee}'}), 'under div.lid'],
  [keyboard, page({main: '<form action="/x"><input type="text" aria-label="a"><button type="button">b</button><input type="text" aria-label="c"></form>'}), 'does not send'],
  [keyboard, page({}).replace('href="#main"', 'href="#nowhere"'), 'leads to'],
  [nojs, page({main: '<form action="/x"><input type="text" aria-label="a"></form>'}), 'has no button'],
  [nojs, page({main: `${FORM}<a href="#">open</a>`}), 'needs a script'],
  [nojs, page({head: '<script src="/broken.js" defer></script>'}), 'script fails'],
  [nojs, page({head: '<script>document.title = "x"</script>'}), 'browser complains'],
  [nojs, page({head: '<script src="/adds.js" defer></script>'}), 'fields without a script'],
  [budget, page({main: `<p>${random(12000)}</p>`}), 'bytes, cold'],
  [budget, page({main: `<p>${random(6500)}</p>`}), 'before the first render'],
  [budget, page({head: '<script src="/heavy.js" defer></script>'}), 'bytes of script'],
  [budget, page({head: [1, 2, 3, 4].map((n) => `<script src="/s${n}.js" defer></script>`).join('')}), 'requests'],
];

const SCRIPTS = {
  '/broken.js': 'throw new Error("on purpose")',
  '/adds.js': 'document.querySelector("main").append(document.createElement("input"))',
  '/heavy.js': `var heavy = "${random(2000)}"`,
  ...Object.fromEntries([1, 2, 3, 4].map((n) => [`/s${n}.js`, `var s = ${n}`])),
};

const content = (pathname) => {
  if (pathname in SCRIPTS) return SCRIPTS[pathname];
  if (pathname === '/good.html') return page({main: `${FORM}<p>Thank you</p>`});
  if (pathname === '/sent') return page({main: '<p>Thank you, it is sent</p>'}).replace('<h1>A page', '<h1>Sent');
  return CASES[/^\/bad-(\d+)\.html$/.exec(pathname)?.[1]]?.[1];
};

const report = new Report();
const server = await serve(async (pathname) => content(pathname));
const browser = await launch();
try {
  const target = (path) => ({origin: server.base, url: server.base + path, kind: 'returnee', language: 'en'});
  for (const check of [axe, html, views, keyboard, nojs, budget])
    await report.run(`${check.name} finds nothing on a good page`, () => check(browser, target('/good.html')));
  for (const [i, [check, , sentence]] of CASES.entries())
    await report.run(`${check.name} finds "${sentence}"`, async () => {
      const {faults} = await check(browser, target(`/bad-${i}.html`));
      const found = faults.some((fault) => fault.includes(sentence));
      return {faults: found ? [] : [`it found ${faults.length ? faults.join('; ') : 'nothing'}`]};
    });
  await report.run('a page that is refused is not a page that passed', async () => {
    const refused = await axe(browser, target('/missing.html')).catch((error) => error);
    return {faults: refused instanceof Error ? [] : ['it passed']};
  });
  await report.run('a walk finds things by their words', async () => {
    const walk = await open(browser, {base: server.base});
    await walk.go('/good.html');
    await walk.fill({Name: 'Асанова'});
    await walk.fillDate('Born', [31]);
    await walk.press('Send');
    await walk.expectHeading('Sent');
    await walk.expectText('Thank you');
    const path = decodeURIComponent(walk.path());
    const missing = await walk.expectText('nobody wrote this').catch((error) => error);
    await walk.close();
    const faults = [];
    if (path !== '/sent?name=Асанова&d=31') faults.push(`it sent ${path}`);
    if (!(missing instanceof Error)) faults.push('it found words that are not there');
    return {faults};
  });
} finally {
  await browser.close();
  server.close();
}
process.exitCode = report.close() ? 0 : 1;
