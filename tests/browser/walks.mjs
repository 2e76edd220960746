// People walking through a real service. Each walk is one line of the report.
import assert from 'node:assert/strict';
import net from 'node:net';
import {sentCode, staff} from './demo.mjs';
import {open} from './walk.mjs';

// A woman registers on a phone without JavaScript, in Kyrgyz. `shot` takes pictures on the way.
export async function registersHerself(browser, base, {
  phone, surname = 'Асанова', returned = [1, 10, 2026], work = 'кафеде ашпозчу', shot = async () => {}, javaScript = false,
}) {
  const walk = await open(browser, {base, javaScript});
  const next = () => walk.press('Улантуу');
  await walk.go('/register');
  await shot(walk, 'register-start');
  await walk.follow('Баштоо');
  await walk.page.locator('input[name=phone]').fill(phone);
  await walk.leave(() => walk.page.locator('main form button[type=submit]').first().click());
  await walk.page.locator('input[name=code]').fill(await sentCode(browser, base));
  await walk.leave(() => walk.page.locator('main form button[type=submit]').first().click());
  assert.match(walk.path(), /^\/register/, 'a new phone leads to the registration');
  if (walk.path() === '/register') await walk.follow('Баштоо');

  // Nothing typed: the page says what is missing and keeps the rest.
  await walk.fill({Фамилиясы: surname});
  await next();
  assert.equal((await walk.errors()).length, 1);
  assert.equal(await walk.value('Фамилиясы'), surname);
  await shot(walk, 'register-name-error');
  await walk.fill({Аты: 'Айгүл', 'Атасынын аты': 'Бакытовна'});
  await next();
  await walk.choose('Жынысы', 'Аял');
  await shot(walk, 'register-sex');
  await next();
  await walk.fillDate('Туулган күнү', [27, 3, 1990]);
  await next();
  await next(); // no PIN at hand
  await walk.choose('Азыр кайда жашайсыз?', 'Баткен облусу');
  await shot(walk, 'register-oblast');
  await next();
  await walk.choose('Район же шаар', 'Лейлек району');
  await next();
  await walk.fill({'Кайсы өлкөдөн кайтып келдиңиз?': 'Россия'});
  await next();
  await walk.fillDate('Качан кайтып келдиңиз?', returned);
  await next();
  await walk.choose('Эмне үчүн кайтып келдиңиз?', 'Эмгек акы төлөнбөдү', 'Үй-бүлөлүк себептер');
  await next();
  await walk.fill({'Чет өлкөдө кандай жумуш иштедиңиз?': work});

  // The line breaks: another browser with the same phone goes on where this one stopped.
  await next();
  await walk.choose('Кандай билим алгансыз?', 'Орто мектеп (11 класс)');
  await next();
  await walk.choose('Кайра чет өлкөгө иштегени кетесизби?', 'Азырынча билбейм');
  await next();
  await next(); // the language is chosen already
  await shot(walk, 'register-consent');
  await walk.page.locator('input[name=consent]').first().check();
  await next();
  await walk.expectHeading('Жоопторуңузду текшериңиз');
  await walk.expectText('Баткен облусу, Лейлек району');
  await shot(walk, 'register-check', {whole: true});
  await walk.press('Катталуу');
  await walk.expectHeading('Сиз катталдыңыз');
  await shot(walk, 'register-done');
  await walk.go('/me');
  await walk.expectText(surname);
  await shot(walk, 'me');
  await walk.go('/me/journal');
  await walk.expectText('Катталды');
  return walk;
}

// An officer at a desk: a form with faults keeps what was typed, a record is found by another script and changed.
export async function officerWorks(browser, base, {shot = async () => {}}) {
  const walk = await staff(browser, base, 'officer.osh', {viewport: {width: 1280, height: 800}});
  await walk.go('/returnees');
  await shot(walk, 'list');
  await walk.go('/returnees/new');
  await walk.fill({Фамилиясы: 'Жолдошбаева', Аты: 'Чынара', 'Телефон номери': '12'});
  await walk.press('Каттоо');
  const wrong = await walk.errors();
  assert.ok(wrong.length >= 5, `only ${wrong.length} sentences`);
  assert.equal(await walk.value('Фамилиясы'), 'Жолдошбаева');
  assert.equal(await walk.value('Телефон номери'), '12');
  await shot(walk, 'new-errors');
  await fillNew(walk, 'Жолдошбаева', 'Чынара');
  await walk.press('Каттоо');
  await walk.expectHeading('Киши катталды');

  for (const words of ['Жолдошбаева', 'zholdoshbaeva chynara', 'Чынара']) {
    await walk.go('/returnees');
    await walk.page.locator('input[name=wanted]').fill(words);
    await walk.press('Издөө');
    assert.ok(!decodeURIComponent(walk.page.url()).includes(words), 'a name stands in the address');
    await walk.expectText('Жолдошбаева Чынара');
  }
  await shot(walk, 'search');
  await walk.follow('Жолдошбаева Чынара');
  await walk.expectHeading('Жолдошбаева Чынара');
  await shot(walk, 'record');
  await walk.follow('Өзгөртүү');
  await walk.fill({'Чет өлкөдөгү жумушу': 'тигүүчү'});
  await walk.press('Улантуу');
  await walk.expectHeading('Өзгөртүүнү текшериңиз');
  await walk.expectText('тигүүчү');
  await shot(walk, 'change');
  await walk.press('Сактоо');
  await walk.expectText('тигүүчү');
  await walk.follow('Ким көрдү, эмне өзгөрдү');
  await walk.expectText('Өзгөртүлдү');
  await shot(walk, 'journal');
  await walk.go('/statistics');
  await shot(walk, 'statistics');
  await meetsHerAgain(walk, shot);
  return walk;
}

// The same woman once more, as her passport writes her: the officer is asked before anything is written. Then two records
// of the sample are looked at side by side.
async function meetsHerAgain(walk, shot) {
  await walk.go('/returnees/new');
  await fillNew(walk, 'Joldoshbaeva', 'Chynara');
  await walk.press('Каттоо');
  await walk.expectHeading('Бир эле адам болушу мүмкүн');
  await walk.expectText('Телефону бирдей');
  await shot(walk, 'same', {whole: true, posted: true});
  await walk.choose('Жолдошбаева Чынара: бул алдыңыздагы кишиби?', 'Бир адам');
  await walk.press('Улантуу');
  await walk.expectHeading('Өзгөртүүнү текшериңиз');
  await walk.expectText('Joldoshbaeva');
  await walk.go('/pairs');
  await shot(walk, 'pairs');
  await walk.go(await walk.page.locator('main table tbody th a').first().getAttribute('href'));
  await walk.expectText('Эмне бир адам экенин, эмне эки адам экенин көрсөтөт');
  await shot(walk, 'pair', {whole: true});
}

async function fillNew(walk, surname, given) {
  await walk.fill({
    Фамилиясы: surname,
    Аты: given,
    'Телефон номери': '0555 123 456',
    'Азыр жашаган жери': 'Ош облусу — Алай району',
    'Кайтып келген өлкөсү': 'Казакстан',
  });
  await walk.choose('Жынысы', 'Аял');
  await walk.fillDate('Кайтып келген күнү', ['1', '10', '2026']);
  await walk.page.locator('input[name=consent]').first().check();
}

// A proxy that hands the first form to the service and then cuts the line before the answer comes back.
async function cuttingProxy(base) {
  const {hostname, port} = new URL(base);
  const seen = {posts: 0, cut: 0};
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    near.on('data', (bytes) => {
      const posts = bytes.toString('latin1').startsWith('POST /returnees/new');
      if (posts) seen.posts += 1;
      if (posts && seen.cut === 0) {
        seen.cut += 1;
        // The service has the form and answers; nobody hears it.
        far.removeAllListeners('data');
        far.once('data', () => near.destroy());
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => near.write(bytes));
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {seen, base: `http://127.0.0.1:${server.address().port}`, close: () => server.close()};
}

// Chromium sends a form again by itself when a kept-alive connection closes without an answer.
export async function formSentTwiceIsOneRow(browser, base) {
  const proxy = await cuttingProxy(base);
  const walk = await staff(browser, proxy.base, 'head.osh', {viewport: {width: 1280, height: 800}});
  try {
    await walk.go('/returnees/new');
    await fillNew(walk, 'Кайталанбас', 'Бирсана');
    await walk.press('Каттоо');
    // Where the browser shows the broken line instead, the person presses the button again.
    if ((await walk.page.locator('h1').count()) === 0 || (await walk.heading()) !== 'Киши катталды') {
      await walk.page.reload();
    }
    await walk.expectHeading('Киши катталды');
    assert.equal(proxy.seen.cut, 1, 'the line was never cut');
    assert.ok(proxy.seen.posts >= 2, `the form arrived ${proxy.seen.posts} time`);
    await walk.go('/returnees');
    await walk.page.locator('input[name=wanted]').fill('Кайталанбас');
    await walk.press('Издөө');
    const rows = await walk.page.locator('main table tbody tr').count();
    assert.equal(rows, 1, `${rows} rows for one form that arrived ${proxy.seen.posts} times`);
  } finally {
    proxy.close();
  }
  return walk;
}

// Erased means erased, for the officer and for the person.
export async function erased(browser, base) {
  const walk = await staff(browser, base, 'protection.national', {viewport: {width: 1280, height: 800}});
  await walk.go('/returnees');
  const name = (await walk.page.locator('main table tbody th a').first().innerText()).trim();
  await walk.follow(name);
  const address = walk.path();
  await walk.follow('Маалыматты өчүрүү');
  await walk.press('Маалыматты өчүрүү');
  assert.equal((await walk.errors()).length, 1, 'a slip does not erase');
  await walk.page.locator('input[name=sure]').check();
  await walk.press('Маалыматты өчүрүү');
  await walk.expectHeading('Маалымат өчүрүлдү');
  assert.equal(await walk.go(address), 404);
  return walk;
}

// A head of office asks for a proposal, looks at what comes of it and decides; then somebody says no to their place. Nobody is
// placed by any of it.
export async function sharesPlacesOut(browser, base, {shot = async () => {}}) {
  const walk = await staff(browser, base, 'head.national', {viewport: {width: 1280, height: 800}});
  await walk.follow('Орундарды бөлүштүрүү');
  await walk.follow('Долбоор сураныңыз');
  await shot(walk, 'proposal-new', {whole: true});
  await walk.press('Долбоорду суроо');
  assert.equal((await walk.errors()).length, 1, 'without a purpose there is no proposal');
  await walk.fill({'Эмне үчүн': 'Жазга чейинки бош орундар'});
  await walk.press('Долбоорду суроо');
  await walk.expectHeading('Жазга чейинки бош орундар');
  // The page asks again by itself until it is reckoned.
  await walk.page.getByRole('button', {name: 'Чечүү'}).waitFor({timeout: 60_000});
  await walk.expectText('Мурдагы менен салыштырганда');
  await walk.expectText('Ар бир чаранын баасы');
  const here = walk.path();
  await shot(walk, 'proposal', {whole: true});
  await walk.go(`${here}/places`);
  await shot(walk, 'proposal-places');
  await walk.go(`${here}/value`);
  await shot(walk, 'proposal-value', {whole: true});

  await walk.go(here);
  await walk.press('Чечүү');
  assert.equal((await walk.errors()).length, 1, 'a slip decides nothing');
  await walk.choose('Эмнени чечесиз?', 'Баары үчүн кабыл алуу');
  await walk.press('Чечүү');
  await walk.expectText('Кабыл алынды');
  await walk.go(`${here}/people`);
  await shot(walk, 'proposal-people');
  const first = walk.page.locator('main table tbody th a').first();
  const name = (await first.innerText()).trim();
  await walk.follow(name);
  await walk.expectText('Сунушталган орун');
  await shot(walk, 'proposal-why', {whole: true});
  await walk.page.locator('main details summary', {hasText: 'Киши баш тартат'}).click();
  await walk.choose('Эмне үчүн?', 'өтө алыс');
  await walk.press('Сактоо');
  await walk.expectText('өтө алыс');
  await walk.go(`${here}/people`);
  await walk.expectNoText(name);
  return walk;
}
