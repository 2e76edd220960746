// What people do on the road of one woman: each function is one person doing one thing, by the words on the pages.
import assert from 'node:assert/strict';
import {sentCode, signIn} from './demo.mjs';

export const SHE = {phone: '+996 555 040 506', born: [27, 3, 1990], surname: 'Маматова', name: 'Маматова Айгүл Бакытовна'};
const PLACE = 'Баткен облусу, Лейлек району';
export const FORMAL = 'Расмий жумуш (келишим менен)';
export const COURSE = 'Мектеп ашканасынын ашпозчусу';
export const VACANCY = 'Мектепке ашпозчу';
const GAP = 'Диеталык жана балдар тамагы';
export const SCHOOL = {login: 'mektep.leilek', name: 'Раззаков шаарынын №5 орто мектеби'};
export const LYCEUM = {login: 'litsei.leilek', name: 'Лейлек кесиптик лицейи'};
const PASSWORD = 'kechki-samoor-jylyt';

// Goes through a list of the officer's day until she stands on the page. What the background writes is there a moment later.
async function findsHerOn(walk, list, {wait = 20_000} = {}) {
  const end = Date.now() + wait;
  for (;;) {
    await walk.go(`/day/${list}`);
    for (;;) {
      if ((await walk.text()).includes(SHE.name)) return true;
      if ((await walk.page.locator('main a[rel=next]').count()) === 0) break;
      await walk.leave(() => walk.page.locator('main a[rel=next]').first().click());
    }
    if (Date.now() > end) return false;
    await walk.page.waitForTimeout(250);
  }
}

// The lines below a heading, until the next heading of its size.
async function below(walk, words) {
  const heading = walk.page.locator('main h2').filter({hasText: words}).first();
  return heading.evaluate((element) => {
    const lines = [];
    for (let next = element.nextElementSibling; next && next.tagName !== 'H2'; next = next.nextElementSibling) {
      lines.push(next.innerText);
    }
    return lines.join('\n');
  });
}

// --- Her own pages ---

export async function comesBack(walk, browser, base) {
  await walk.go('/sign-in/phone');
  await walk.page.locator('input[name=phone]').fill(SHE.phone);
  await walk.leave(() => walk.page.locator('main form button[type=submit]').first().click());
  await walk.page.locator('input[name=code]').fill(await sentCode(browser, base));
  await walk.leave(() => walk.page.locator('main form button[type=submit]').first().click());
  await walk.expectHeading('Бул сизсизби?');
  await walk.fillDate('Туулган күнү', SHE.born);
  await walk.press('Улантуу');
  assert.equal(walk.path(), '/me', await walk.text());
}

// What she told at the registration stands there to be taken over: she types none of it again.
export async function completesHerProfile(walk, shot) {
  await walk.go('/me');
  await walk.follow('Баштоо');
  await shot(walk, 'profile-told', {whole: true});
  for (const told of ['Ашпозчу', 'Россия', 'Орто мектеп (11 класс)', 'кыргыз тили']) await walk.expectText(told);
  await walk.press('Муну кошуу', 'Ашпозчу');
  await walk.press('Муну кошуу', 'Орто мектеп (11 класс)');
  await walk.follow('Муну кошуу'); // the language; how well is not known yet
  assert.equal(await walk.value('Тил'), 'кыргыз тили', 'the language is not asked again');
  await walk.choose('Канчалык билет', 'Эне тили');
  await walk.press('Сактоо');
  await walk.expectNoText('Катталганда айтылганы');

  // Her work suggests what she can do; she ticks what is true.
  await walk.follow('Иши боюнча көндүмдөрү');
  await walk.tick('Ысык тамактарды даярдоо');
  await walk.tick('Тамак-аш тазалыгы жана санитария');
  await walk.press('Сактоо');

  // What she did before that she says in her own words, and taps what was understood.
  await walk.follow('Ишин өз сөзү менен айтуу');
  await walk.fill({'Кандай иш болгон?': 'Казанда тигүү цехинде эки жыл тигүүчү болгом, оверлок'});
  await walk.press('Ишти табуу');
  await walk.expectText('Мына бул сөздөрдөн түшүндүк: тигүү, цехинде, тигүүчү, оверлок');
  await shot(walk, 'words', {whole: true, posted: true});
  await walk.press('Ооба, ушул', 'Тигүүчү');
  await shot(walk, 'words-skills', {whole: true});
  await walk.press('Сактоо');
  await walk.expectText('Оверлок');
  await walk.follow('Каалоону жазуу же өзгөртүү');
  await walk.fill({'Кандай жумуш': 'Ашпозчу', 'Канча километрге чейин': 40, 'Айына эң азы канча сом': 20000});
  await walk.press('Сактоо');
  await walk.expectText('Ашпозчу');
  await shot(walk, 'profile', {whole: true});
  await walk.go('/me');
  await walk.expectText('Адис сиз менен бирге план түзөт');
}

// Consents are hers to give, one by one.
export async function agreesToBeHelped(walk) {
  await walk.go('/me');
  for (const words of ['сунуштоого макулмун', 'окутуучу уюмга берүүгө макулмун']) {
    const button = walk.page.getByRole('button', {name: words});
    await walk.leave(() => button.click());
  }
}

// --- The officer ---

// Whoever is new and nobody's stands on the page the day begins with.
export async function takesHerOver(walk, shot) {
  await walk.go('/day');
  await walk.expectText('Жаңы кишилер');
  assert.ok(await findsHerOn(walk, 'new'), 'she is new');
  await shot(walk, 'officer-new', {whole: true});
  await walk.follow(SHE.name);
  await walk.press('Өзүмө алуу');
  const found = walk.path().match(/^\/returnees\/([0-9a-f-]{36})\/road$/);
  assert.ok(found, walk.path());
  assert.ok(!(await findsHerOn(walk, 'new', {wait: 0})), 'she is somebody’s now');
  return found[1];
}

export async function makesAPlan(walk, person, demo) {
  await walk.go(`/returnees/${person}/plan`);
  for (const [kind, words, later] of [['Курс', 'Балдар тамагын даярдоого үйрөнүү', 30], ['Жумуш', 'Мектептен жумуш издөө', 45]]) {
    await walk.fill({'Кадам эмне жөнүндө?': kind, 'Эмне кылуу керек?': words});
    await walk.fillDate('Качанга чейин?', demo.day(later));
    await walk.press('Кошуу');
    await walk.expectText(words);
  }
  await walk.fill({'Кишиге кат': 'Саламатсызбы! План түздүк, караңыз. Суроо болсо, жазыңыз.'});
  await walk.press('Жөнөтүү');
}

// What stands in the queue is judged against a paper.
export async function verifies(walk, organisation) {
  await walk.go('/checks');
  await walk.follow(organisation.name);
  await walk.fill({'Кайсы документти көрдүңүз': 'Каттоо күбөлүгү № 1187-3307'});
  await walk.press('Тастыктоо');
  await walk.go('/checks');
  await walk.expectNoText(organisation.name);
}

export async function letsThrough(walk, queue, title) {
  await walk.go(queue);
  await walk.follow(title);
  await walk.press('Өткөрүү');
  await walk.go(queue);
  await walk.expectNoText(title);
}

// --- Organisations ---

// A page that anybody may open; the account is for the one who registers, the second factor is set up at the first sign-in.
export async function registersAnOrganisation(walk, {login, name}, kind, number, demo) {
  await walk.go('/');
  await walk.follow('Уюмдарга');
  await walk.choose('Уюмдун түрү', kind);
  await walk.fill({
    'Уюмдун аталышы': name,
    'Салык төлөөчүнүн номери': number,
    'Кайсы жерде': PLACE,
    Дареги: 'Раззаков, Мектеп көчөсү 5',
    'Кимге кайрылуу керек': 'Асылбеков Нурлан',
    Телефон: '0555 707 808',
    Логин: login,
    'Жаңы сырсөз': PASSWORD,
    'Сырсөздү дагы бир жолу': PASSWORD,
  });
  await walk.press('Каттоо');
  await walk.expectHeading('Уюм катталды');
  await walk.leave(() => walk.page.getByRole('main').getByText('Кирүү', {exact: true}).click());
  await walk.page.locator('input[name=login]').fill(login);
  await walk.page.locator('input[name=password]').fill(PASSWORD);
  await walk.leave(() => walk.page.locator('main form button[type=submit]').last().click());
  await walk.expectHeading('Экинчи текшерүүнү орнотуу');
  const [secret] = (await walk.text()).match(/^(?:[A-Z2-7]{4} ?){8}$/m);
  await walk.fill({'Тиркеме көрсөткөн код': demo.code(secret)});
  await walk.press('Улантуу');
  await walk.follow('Коддорду сактап койдум');
  assert.equal(walk.path(), '/organisation');
  await walk.expectHeading(name);
  await walk.expectText('Текшерүүнү күтүүдө');
  return {login, secret};
}

export async function signsInAgain(walk, {login, secret}, demo) {
  await signIn(walk, {login, password: PASSWORD, code: demo.code(secret)});
}

export async function describesACourse(walk, demo) {
  await walk.go('/teaching');
  await walk.follow('Курс кошуу');
  await walk.fill({
    'Курстун аталышы': COURSE,
    Кесип: 'Мектеп жана бала бакча ашпозчусу',
    'Эмне кылганга үйрөнөт': `${GAP}\nКөп кишиге тамак даярдоо`,
    'Канча саат': 72,
  });
  await walk.choose('Тил', 'кыргызча');
  await walk.choose('Кантип өтөт', 'Окуу жеринде');
  await walk.press('Сактоо');
  await walk.expectHeading(COURSE);
  await walk.follow('Топ кошуу');
  await walk.fill({'Кайсы жерде': PLACE, Дареги: 'Раззаков, Жаштык көчөсү 1', Орун: 12});
  await walk.fillDate('Биринчи күнү', demo.day(2));
  await walk.fillDate('Акыркы күнү', demo.day(28));
  await walk.press('Сактоо');
  const found = walk.path().match(/^\/teaching\/groups\/([0-9a-f-]{36})/);
  assert.ok(found, await walk.text());
  return found[1];
}

export async function offersWork(walk, demo, shot) {
  await walk.go('/organisation');
  await walk.follow('Бош жумуш ордун кошуу');
  await walk.fill({
    'Жумуштун аталышы': VACANCY,
    Кесип: 'Мектеп жана бала бакча ашпозчусу',
    'Жумуш кайсы жерде': PLACE,
    'Иштөө түрү': 'Туруктуу жумуш',
    'Канча орун': 1,
    'Айлык, баштап': 24000,
    'Айлык, чейин': 28000,
    'Жумуш тууралуу': 'Эртең мененки жана түшкү тамак, саат 8ден 15ке чейин.',
    'Сөзсүз керек көндүмдөр': GAP,
    'Болсо жакшы көндүмдөр': 'Ысык тамактарды даярдоо',
  });
  await walk.fillDate('Качан башталат', demo.day(40));
  await walk.fillDate('Акыркы күнү', demo.day(90));
  await walk.press('Жөнөтүү');
  const found = walk.path().match(/^\/organisation\/vacancies\/([0-9a-f-]{36})/);
  assert.ok(found, await walk.text());
  await walk.expectText('Текшерүүнү күтүүдө');
  await shot(walk, 'employer-vacancy', {whole: true});
  return found[1];
}

// Employers see nobody who did not agree: her page is not there for them.
export async function seesNobody(walk, candidacy) {
  assert.equal(await walk.go(`/candidacies/${candidacy}`), 404);
}

// --- Work that is public ---

// Anybody finds the vacancy, and search engines read it.
export async function findsTheVacancy(walk, vacancy) {
  await walk.go('/vacancies');
  await walk.fill({Сөздөр: 'ашпозчу'});
  await walk.press('Издөө');
  await walk.follow(VACANCY);
  assert.equal(walk.path(), `/vacancies/${vacancy}`);
  const told = JSON.parse(await walk.page.locator('script[type="application/ld+json"]').first().textContent());
  assert.equal(told['@type'], 'JobPosting');
  assert.equal(told.title, VACANCY);
  assert.equal(told.hiringOrganization.name, SCHOOL.name);
}

// The reasons beside the vacancy on a page of matches, line by line.
export async function reasons(walk, path) {
  await walk.go(path);
  const found = (await below(walk, VACANCY)).split('\n').map((line) => line.trim()).filter(Boolean);
  return found.filter((line) => /^(Туура келет|Жарым-жартылай|Жок|Муну бул окуудан)/.test(line));
}

export const GAP_LINE = `Жок Талап кылынат: ${GAP}`;
export const MET_LINE = `Туура келет Талап кылынат: ${GAP}`;

// --- The course ---

// From what is missing to the course that teaches it, and a seat.
export async function takesASeat(walk, shot) {
  await walk.go('/me/matches');
  await shot(walk, 'matches', {whole: true});
  await walk.follow(COURSE);
  await walk.press('Жазылуу');
  assert.equal(walk.path(), '/me/courses');
  await walk.expectText('Орун бар');
}

export async function tellsWhoCame(walk, group, demo) {
  await walk.go(`/teaching/groups/${group}`);
  await walk.follow('Ким келгенин белгилөө');
  await walk.fillDate('Кайсы күнү', demo.day());
  assert.ok(await walk.page.getByLabel(SHE.name).isChecked(), 'most people are there');
  await walk.press('Сактоо');
  await walk.expectText('Белгиленген күндөр');
}

export async function endsTheGroup(walk, group) {
  await walk.go(`/teaching/groups/${group}`);
  await walk.press('Топту аяктоо');
  await walk.expectText('Бүттү');
}

// --- From a proposal to a job ---

export async function proposes(walk, person) {
  await walk.go(`/returnees/${person}/matches`);
  await walk.follow('Кишиге сунуштоо');
  await walk.press('Кишиге сунуштоо');
  await walk.follow(VACANCY);
  return walk.path().match(/^\/candidacies\/([0-9a-f-]{36})/)[1];
}

export async function agreesToBeShown(walk, candidacy, shot) {
  await walk.go('/me');
  await walk.follow('Сунушталган жумуштарым');
  await walk.follow(VACANCY);
  assert.equal(walk.path(), `/candidacies/${candidacy}`);
  await shot(walk, 'agree', {whole: true});
  await walk.tick('Телефон номеримди да көрсөтүңүздөр');
  await walk.press('Макулмун');
  await walk.expectText('Иш берүүчүгө көрсөтүлүүдө');
}

export async function invitesAndOffers(walk, vacancy, demo, shot) {
  await walk.go('/organisation/vacancies');
  await walk.follow(VACANCY);
  await walk.follow(SHE.name);
  // What she can do, and how sure it is; not her number, nor what hinders her.
  await walk.expectText('күбөлүк берилген');
  await walk.expectText('+996 555 040 506');
  await shot(walk, 'employer-candidate', {whole: true});
  await walk.fillDate('Аңгемелешүү күнү', demo.day(1));
  await walk.press('Аңгемелешүүгө чакыруу');
  await walk.expectText('Аңгемелешүүгө чакырылды');
  await walk.press('Жумуш сунуштоо');
  await walk.expectText('Жумуш сунушталды');
}

// The job stands when both have named the day.
export async function employerConfirms(walk, candidacy, demo) {
  await walk.go(`/candidacies/${candidacy}`);
  await walk.fillDate('Жумуш башталган күн', demo.day());
  await walk.press('Иштей баштады');
  await walk.expectText('Иш берүүчү айткан күн');
}

// The employer itself says that somebody it hired still works there.
export async function stillWorksHere(walk, name, shot) {
  await walk.go('/organisation/people');
  await walk.expectText('Тастыктап коюңуз');
  await walk.follow(name);
  await shot(walk, 'employer-staff');
  await walk.press('Бүгүн да бизде иштейт');
  await walk.expectText('Иштеп жатат');
}

export async function sheConfirms(walk, candidacy, demo) {
  await walk.go(`/candidacies/${candidacy}`);
  await walk.fillDate('Жумуш башталган күн', demo.day());
  await walk.press('Иштей баштадым');
  await walk.expectText('Жумушка алынды');
}

// --- The year after ---

// A visit that is due stands on the page of the day, for the one who is responsible.
export async function talks(walk, person, {way, outcome, words}) {
  assert.ok(await findsHerOn(walk, 'visits?whose=mine'), 'a visit is due');
  await walk.go(`/returnees/${person}/work`);
  await walk.choose('Киши азыр кантип иштейт?', outcome);
  await walk.choose('Кантип байланыштыңыз?', way);
  if (words) await walk.fill({'Эмнени белгилейбиз?': words});
  await walk.press('Сактоо');
}

export async function answersHerself(walk, shot) {
  await walk.go('/me');
  await walk.follow('Жооп берүү');
  await shot(walk, 'visit-own', {whole: true});
  await walk.choose('Азыр кантип иштейсиз?', FORMAL);
  await walk.press('Жөнөтүү');
  await walk.expectHeading('Рахмат, жообуңуз сакталды');
}

export async function proves(walk, person, words) {
  await walk.go(`/returnees/${person}/work`);
  await walk.press(words);
}

export const PARTS = ['Каттоо', 'Билими жана тажрыйбасы', 'План', 'Окуу', 'Жумуш', 'Байланышуу', 'Туруктуу расмий жумуш'];

// The parts of the road that are done.
export async function road(walk, path) {
  await walk.go(path);
  const text = await walk.text();
  return PARTS.filter((part) => new RegExp(`^${part}\\s*\nбүттү:`, 'm').test(text));
}

// Everybody who looked stands there, by name and by what they do.
export async function readsWhoLooked(walk, shot) {
  await walk.go('/me/journal');
  await shot(walk, 'journal');
  const found = await everyPage(walk);
  for (const who of [SCHOOL.name, LYCEUM.name, 'Адис']) assert.ok(found.includes(who), `${who} is not in her journal: ${found}`);
}

// A list that goes on over several pages, read whole.
async function everyPage(walk) {
  let text = await walk.text();
  for (let next; (next = walk.page.locator('main a[rel=next]')), await next.count(); text += await walk.text()) {
    await walk.leave(() => next.first().click());
  }
  return text;
}
