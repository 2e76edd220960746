//! What people, officers, employers and providers wrote, in Kyrgyz and Russian.

use domain::support::StepKind;

use super::super::{chance::Chance, organisations::Sector};

/// The same in both languages.
type Pair = (&'static str, &'static str);

fn told(pairs: &[Pair], in_kyrgyz: bool, chance: &mut Chance) -> &'static str {
    let (ky, ru) = *chance.one(pairs);
    if in_kyrgyz { ky } else { ru }
}

pub fn step(kind: StepKind, in_kyrgyz: bool, chance: &mut Chance) -> &'static str {
    let pairs: &[Pair] = match kind {
        StepKind::Profile => &[("Профилди толтуруу", "Заполнить профиль")],
        StepKind::Document => &[
            ("Дипломдун көчүрмөсүн алып келүү", "Принести копию диплома"),
            ("Паспортту жаңыртуу", "Обновить паспорт"),
            ("Жашаган жери боюнча каттоого туруу", "Встать на учёт по месту жительства"),
            ("Айдоочулук күбөлүгүн алмаштыруу", "Заменить водительское удостоверение"),
        ],
        StepKind::Course => &[
            ("Кесиптик кыска курстан өтүү", "Пройти короткий профессиональный курс"),
            ("Курска жазылуу жана окуусун аяктоо", "Записаться на курс и закончить его"),
        ],
        StepKind::Work => &[
            ("Келишими бар жумуш табуу", "Найти работу по договору"),
            ("Үч иш берүүчүгө резюме жөнөтүү", "Отправить резюме трём работодателям"),
            ("Аңгемелешүүгө баруу", "Сходить на собеседование"),
        ],
        StepKind::Programme => &[
            ("Өз иши үчүн план жазуу", "Составить план своего дела"),
            ("Насыя шарттарын билүү", "Узнать условия займа"),
        ],
        StepKind::Service => &[
            ("Юристке кайрылуу", "Обратиться к юристу"),
            ("Баланы бакчага орноштуруу", "Устроить ребёнка в детский сад"),
        ],
        StepKind::Other => &[("Кийинки жолугушууга келүү", "Прийти на следующую встречу")],
    };
    told(pairs, in_kyrgyz, chance)
}

pub fn note(in_kyrgyz: bool, chance: &mut Chance) -> &'static str {
    const NOTES: &[Pair] = &[
        (
            "Үйүнө жакын жумуш издейт, балдары кичинекей.",
            "Ищет работу рядом с домом, дети маленькие.",
        ),
        (
            "Кышында бош, жазында кайра талаага чыгат.",
            "Зимой свободен, весной снова выходит в поле.",
        ),
        ("Кечинде чалса болот, күндүз жооп бербейт.", "Звонить вечером, днём не отвечает."),
        (
            "Иш берүүчү менен сүйлөштүм, келишимди сунуштап жатышат.",
            "Говорил с работодателем: предлагают договор.",
        ),
        (
            "Документтери толук эмес, көчүрмөсүн кийин алып келет.",
            "Документы неполные, копии принесёт позже.",
        ),
        ("Өз цехин ачкысы келет, жайы бар.", "Хочет открыть свой цех, помещение есть."),
    ];
    told(NOTES, in_kyrgyz, chance)
}

/// A letter and its answer.
pub fn letter(in_kyrgyz: bool, chance: &mut Chance) -> Pair {
    const IN_KYRGYZ: &[Pair] = &[
        (
            "Саламатсызбы! Ширетүүчүлөр курсу качан башталат?",
            "Саламатсызбы! Кийинки топ келерки айда башталат, сизди тизмеге жаздым.",
        ),
        (
            "Паспортум даяр болду. Эми кайда барышым керек?",
            "Жакшы болуптур. Дүйшөмбүдө саат ондо биздин борборго келиңиз.",
        ),
        (
            "Жумуш таптым, бирок келишим беришпей жатат. Эмне кылсам болот?",
            "Келишим жазуу түрүндө болушу керек. Иш берүүчүгө өзүм чалып көрөм.",
        ),
        ("Жолугушууну жумага жылдырса болобу?", "Болот, жума күнү саат экиде күтөм."),
    ];
    const IN_RUSSIAN: &[Pair] = &[
        (
            "Здравствуйте! Когда начнётся курс сварщиков?",
            "Здравствуйте! Следующая группа со следующего месяца, я вас записала.",
        ),
        (
            "Паспорт готов. Куда мне теперь подойти?",
            "Отлично. Приходите в понедельник в десять к нам в центр.",
        ),
        (
            "Нашёл работу, но договор не дают. Что можно сделать?",
            "Договор должен быть письменным. Я сам позвоню работодателю.",
        ),
        ("Можно перенести встречу на пятницу?", "Можно, жду вас в пятницу в два часа."),
    ];
    *chance.one(if in_kyrgyz { IN_KYRGYZ } else { IN_RUSSIAN })
}

/// What an employer says of the work.
pub fn vacancy(number: usize) -> &'static str {
    const TEXTS: [&str; 6] = [
        "Иш беш күндүк, түшкү тамак берилет. Келишим биринчи күндөн түзүлөт.",
        "Работа пять дней в неделю, обед за счёт фирмы. Договор с первого дня.",
        "Тажрыйбасы азыраак кишилерди үйрөтөбүз. Эмгек акы айына эки жолу төлөнөт.",
        "Обучаем на месте. Зарплата два раза в месяц, соцфонд платим.",
        "Эки смена, унаа менен алып барып алып келебиз.",
        "Две смены, довозим до работы и обратно.",
    ];
    TEXTS[number % TEXTS.len()]
}

/// What readers say is wrong with a vacancy: the code and their words.
pub fn report(number: usize) -> Pair {
    const REPORTS: [Pair; 4] = [
        ("differs", "Телефон аркылуу башка эмгек акы айтышты."),
        ("fee", "За место просят деньги."),
        ("untrue", "Эки жолу чалдым, мындай жумуш жок дешти."),
        ("papers", "Паспорт хотят оставить у себя."),
    ];
    REPORTS[number % REPORTS.len()]
}

/// Why an officer said no.
pub const REFUSED: [&str; 4] = [
    "Салык номери реестрден табылган жок.",
    "Адрес не подтвердился, приложите договор аренды.",
    "Телефон жооп бербейт, байланыш дайындарын тактаңыз.",
    "Свидетельство о регистрации нечитаемо.",
];
pub const VACANCY_REFUSED: &str = "Эмгек акы жана иш убактысы так жазылган эмес.";
pub const COURSE_REFUSED: &str = "Нет лицензии на эту программу.";
/// The paper by which an organisation was checked.
pub const EVIDENCE: [&str; 3] =
    ["Мамлекеттик каттоо жөнүндө күбөлүк", "Свидетельство о регистрации", "Выписка из реестра"];

/// A course of a sector: title, occupation, hours and text.
pub const fn course(sector: Sector, which: usize) -> (&'static str, &'static str, u16) {
    match (sector, which) {
        (Sector::Construction, 0) => ("Шыбакчы-сырдоочу", "plasterer-painter", 144),
        (Sector::Construction, 1) => ("Плиточник: от основы до затирки", "tiler", 120),
        (Sector::Construction, _) => ("Сантехник", "plumber", 160),
        (Sector::Sewing, 0) => ("Тигүү машинасында иштөө", "seamstress", 160),
        (Sector::Sewing, 1) => ("Закройщик лёгкой одежды", "cutter", 140),
        (Sector::Sewing, _) => ("Тикмечи", "tailor", 180),
        (Sector::Trade, 0) => ("1С бухгалтерия", "accountant-1c", 96),
        (Sector::Trade, 1) => ("Продавец-кассир", "cashier", 72),
        (Sector::Trade, _) => ("Кампачы", "storekeeper", 72),
        (Sector::Food, 0) => ("Нан бышыруучу", "baker", 120),
        (Sector::Food, 1) => ("Кондитер", "pastry-cook", 140),
        (Sector::Food, _) => ("Сүт азыктарынын устасы", "dairy-worker", 100),
        (Sector::Hospitality, 0) => ("Ашпозчу", "cook", 160),
        (Sector::Hospitality, 1) => ("Официант и бариста", "waiter", 72),
        (Sector::Hospitality, _) => ("Горничная гостиницы", "room-attendant", 60),
        (Sector::Transport, 0) => ("C категориясындагы айдоочу", "driver-c", 190),
        (Sector::Transport, 1) => ("Водитель погрузчика", "forklift-operator", 96),
        (Sector::Transport, _) => ("B категориясындагы айдоочу", "driver-b", 150),
        (Sector::Agriculture, 0) => ("Күнөсканада өстүрүү", "greenhouse-grower", 96),
        (Sector::Agriculture, 1) => ("Тракторист", "tractor-driver", 160),
        (Sector::Agriculture, _) => ("Балчы", "beekeeper", 72),
        (Sector::Metal, 0) => ("Ширетүүчү", "welder", 180),
        (Sector::Metal, 1) => ("Автослесарь", "car-mechanic", 160),
        (Sector::Metal, _) => ("Электрик", "electrician", 150),
        (Sector::Wood, 0) => ("Эмерек жасоочу", "furniture-maker", 150),
        (Sector::Wood, 1) => ("Столяр", "joiner", 140),
        (Sector::Wood, _) => ("Жыгач станокто иштөө", "woodworking-operator", 110),
        (Sector::Health, 0) => ("Үйдө кароо", "caregiver", 96),
        (Sector::Health, 1) => ("Санитар", "nurse-assistant", 120),
        (Sector::Health, _) => ("Бала багуучу", "nanny", 96),
        (Sector::Digital, 0) => ("Социалдык тармактарда жарнама", "smm-specialist", 90),
        (Sector::Digital, 1) => ("Веб-разработка", "web-developer", 200),
        (Sector::Digital, _) => ("Компьютер оңдоо", "computer-repairer", 120),
    }
}

/// What a provider says of a course.
pub fn course_text(number: usize) -> &'static str {
    const TEXTS: [&str; 3] = [
        "Сабактар жумасына беш күн, эртең менен. Аягында күбөлүк берилет.",
        "Занятия пять дней в неделю, половина времени — практика на предприятии.",
        "Практика устаканада өтөт, аягында сынак тапшырылат.",
    ];
    TEXTS[number % TEXTS.len()]
}
