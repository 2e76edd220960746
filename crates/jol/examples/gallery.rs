//! Prints a page with every part of the pages, for people who look and for the browser checks.
//!
//! `cargo run -p jol --example gallery -- ky > gallery.html`. A word after the language chooses a page:
//! `form` is a returnee's question with something wrong, `done` the end of a road, `officer` a dense list;
//! `parts`, when nothing is said, has everything. `--into FOLDER` writes all pages in all languages, with
//! the assets beside them: entry pages carry their style, the others link to it, as in the service.

use std::{fs, io::Write, path::Path};

use jol::web::parts::*;
use maud::{Markup, html};

/// The four languages of one phrase.
type Words = [&'static str; 4];

const LANGUAGES: [(&str, &str); 4] =
    [("ky", "Кыргызча"), ("ru", "Русский"), ("uz", "Oʻzbekcha"), ("en", "English")];

/// A page, and whether it links to its style.
type Page = (&'static str, fn(Say, bool) -> Markup, bool);

const PAGES: [Page; 4] = [
    ("parts", everything, true),
    ("form", form, false),
    ("done", done, false),
    ("officer", officer, true),
];

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, folder] = words.as_slice()
        && flag == "--into"
    {
        return write_all(Path::new(folder));
    }
    let said = |name: &str| words.iter().any(|word| word == name);
    let language = LANGUAGES.iter().position(|(code, _)| said(code)).unwrap_or(0);
    let (_, page, _) = PAGES.into_iter().find(|(name, ..)| said(name)).unwrap_or(PAGES[0]);
    std::io::stdout().write_all(page(Say(language), false).into_string().as_bytes())
}

fn write_all(folder: &Path) -> std::io::Result<()> {
    let assets = folder.join("assets");
    fs::create_dir_all(&assets)?;
    for (name, text) in [("jol.css", CSS), ("jol.js", SCRIPT), ("icon.svg", ICON)] {
        fs::write(assets.join(name), text)?;
    }
    for (i, (code, _)) in LANGUAGES.iter().enumerate() {
        for (name, page, linked) in PAGES {
            fs::write(
                folder.join(format!("{name}.{code}.html")),
                page(Say(i), linked).into_string(),
            )?;
        }
    }
    Ok(())
}

/// Chooses the words of one language.
#[derive(Clone, Copy)]
struct Say(usize);

impl Say {
    fn one(self, words: Words) -> &'static str {
        words[self.0]
    }
}

const BACK: Words = ["Артка", "Назад", "Orqaga", "Back"];
const CONTINUE: Words = ["Улантуу", "Продолжить", "Davom etish", "Continue"];
const SAVE: Words = ["Сактоо", "Сохранить", "Saqlash", "Save"];
const SEARCH: Words = ["Издөө", "Поиск", "Qidirish", "Search"];
const CHANGE: Words = ["Өзгөртүү", "Изменить", "Oʻzgartirish", "Change"];
const YES: Words = ["Ооба", "Да", "Ha", "Yes"];
const NO: Words = ["Жок", "Нет", "Yoʻq", "No"];
const ERROR: Words = ["Ката:", "Ошибка:", "Xato:", "Error:"];
const PROBLEM: Words = ["Ката бар", "Есть ошибка", "Xato bor", "There is a problem"];
const OPTIONAL: Words = ["(милдеттүү эмес)", "(необязательно)", "(ixtiyoriy)", "(optional)"];
const SURNAME: Words = ["Фамилияңыз", "Ваша фамилия", "Familiyangiz", "Your surname"];
const SURNAME_HINT: Words = [
    "Паспортто кандай жазылса, ошондой",
    "Как написано в паспорте",
    "Pasportda qanday yozilgan boʻlsa, shunday",
    "As it is written in your passport",
];
const SURNAME_MISSING: Words = [
    "Фамилияңызды жазыңыз",
    "Напишите вашу фамилию",
    "Familiyangizni yozing",
    "Enter your surname",
];
const BORN: Words =
    ["Качан төрөлгөнсүз?", "Когда вы родились?", "Qachon tugʻilgansiz?", "When were you born?"];
const BORN_HINT: Words =
    ["Мисалы, 31 3 1990", "Например, 31 3 1990", "Masalan, 31 3 1990", "For example, 31 3 1990"];
const BORN_WRONG: Words = [
    "Мындай күн жок: 31-апрель",
    "Такого дня нет: 31 апреля",
    "Bunday kun yoʻq: 31-aprel",
    "There is no such day: 31 April",
];
const DAY: Words = ["Күнү", "День", "Kun", "Day"];
const MONTH: Words = ["Айы", "Месяц", "Oy", "Month"];
const YEAR: Words = ["Жылы", "Год", "Yil", "Year"];
const PHONE: Words =
    ["Телефон номериңиз", "Ваш номер телефона", "Telefon raqamingiz", "Your phone number"];
const OBLAST: Words = [
    "Кайсы облуста жашайсыз?",
    "В какой области вы живёте?",
    "Qaysi viloyatda yashaysiz?",
    "In which oblast do you live?",
];
const WORK: Words = [
    "Чет өлкөдө кандай жумуш иштедиңиз?",
    "Какую работу вы делали за рубежом?",
    "Chet elda qanday ish qildingiz?",
    "What work did you do abroad?",
];
const HELP: Words = [
    "Суроо болсо, 1213 номерине чалыңыз. Чалуу акысыз.",
    "Если есть вопросы, звоните 1213. Звонок бесплатный.",
    "Savol boʻlsa, 1213 raqamiga qoʻngʻiroq qiling. Qoʻngʻiroq bepul.",
    "If you have a question, call 1213. The call is free.",
];

struct Around {
    title: &'static str,
    problem: bool,
    signed_in: bool,
    wide: bool,
    linked: bool,
    before: Option<Markup>,
    main: Markup,
}

fn document(say: Say, around: Around) -> Markup {
    let languages: Vec<Tongue> = LANGUAGES
        .iter()
        .map(|(code, name)| Tongue::new(*code, *name, format!("?lang={code}")))
        .collect();
    let nav = [
        NavItem::new(say.one(["Милдеттер", "Задачи", "Vazifalar", "To do"]), "/tasks"),
        NavItem::new(
            say.one(["Кайтып келгендер", "Возвратившиеся", "Qaytib kelganlar", "Returnees"]),
            "/returnees",
        )
        .current(true),
        NavItem::new(
            say.one(["Көрсөткүчтөр", "Показатели", "Koʻrsatkichlar", "Indicators"]),
            "/indicators",
        ),
    ];
    let footer = [
        NavItem::new(
            say.one([
                "Жеке маалыматтар",
                "Персональные данные",
                "Shaxsiy maʼlumotlar",
                "Personal data",
            ]),
            "/privacy",
        ),
        NavItem::new(
            say.one(["Жеткиликтүүлүк", "Доступность", "Qulaylik", "Accessibility"]),
            "/accessibility",
        ),
    ];
    frame(&Frame {
        lang: LANGUAGES[say.0].0,
        title: around.title,
        problem_word: around.problem.then_some(say.one(ERROR)),
        brand: say.one(["Жол", "Жол", "Joʻl", "Jol"]),
        home: "/",
        style: if around.linked { Style::Linked("/assets/jol.css") } else { Style::Inline(CSS) },
        script: Some("/assets/jol.js"),
        icon: Some("/assets/icon.svg"),
        skip: say.one([
            "Негизги бөлүккө өтүү",
            "Перейти к основному содержанию",
            "Asosiy qismga oʻtish",
            "Skip to main content",
        ]),
        nav_label: say.one(["Бөлүмдөр", "Разделы", "Boʻlimlar", "Sections"]),
        nav: if around.signed_in { &nav } else { &[] },
        languages_label: say.one(["Тил", "Язык", "Til", "Language"]),
        languages: &languages,
        account: around.signed_in.then(|| Account {
            name: "А. Бекова",
            href: Some("/account"),
            sign_out: say.one(["Чыгуу", "Выйти", "Chiqish", "Sign out"]),
            sign_out_action: "/sign-out",
            fields: hidden("proof", "example"),
        }),
        banner: Some(Banner {
            tag: say.one(["Үлгү", "Пример", "Namuna", "Demo"]),
            words: html! {
                (say.one([
                    "Бул жердеги адамдар ойдон чыгарылган.",
                    "Люди на этих страницах вымышлены.",
                    "Bu yerdagi odamlar oʻylab topilgan.",
                    "The people on these pages are made up.",
                ]))
            },
        }),
        before: around.before,
        main: around.main,
        wide: around.wide,
        help: html! { (say.one(HELP)) },
        footer: &footer,
        owner: say.one([
            "Эмгек, социалдык камсыздоо жана миграция министрлиги",
            "Министерство труда, социального обеспечения и миграции",
            "Mehnat, ijtimoiy taʼminot va migratsiya vazirligi",
            "Ministry of Labour, Social Security and Migration",
        ]),
        ..Frame::default()
    })
}

/// A returnee's page as it comes back with something to mend.
fn form(say: Say, linked: bool) -> Markup {
    let missing = say.one(SURNAME_MISSING);
    let wrong = say.one(BORN_WRONG);
    document(
        say,
        Around {
            title: say.one(["Каттоо", "Регистрация", "Roʻyxatdan oʻtish", "Registration"]),
            problem: true,
            signed_in: false,
            wide: false,
            linked,
            before: Some(back_link(say.one(BACK), "/")),
            main: html! {
                div.govuk-grid-row { div.govuk-grid-column-two-thirds {
                    (error_summary(say.one(PROBLEM), &[("surname", missing), ("born-day", wrong)]))
                    (heading(say.one(["Сиз жөнүндө", "О вас", "Siz haqingizda", "About you"]), Some(say.one([
                        "4 суроонун 1-суроосу", "Вопрос 1 из 4", "4 savoldan 1-savol", "Question 1 of 4",
                    ]))))
                    form method="post" action="/register/name" novalidate {
                        (hidden("id", "01930000-0000-7000-8000-000000000000"))
                        (text_input(&Input {
                            id: "surname", name: "surname", label: say.one(SURNAME), hint: Some(say.one(SURNAME_HINT)),
                            problem: Some(Problem { word: say.one(ERROR), sentence: missing }),
                            autocomplete: Some("family-name"), ..Input::default()
                        }))
                        (born(say, true))
                        (button(say.one(CONTINUE)))
                    }
                } }
            },
        },
    )
}

fn born(say: Say, wrong: bool) -> Markup {
    date_input(&DateInput {
        id: "born",
        name: "born",
        legend: say.one(BORN),
        hint: Some(say.one(BORN_HINT)),
        problem: wrong.then_some(Problem { word: say.one(ERROR), sentence: say.one(BORN_WRONG) }),
        day: DatePart { label: say.one(DAY), value: if wrong { "31" } else { "" }, wrong },
        month: DatePart {
            label: say.one(MONTH),
            value: if wrong { "4" } else { "" },
            wrong: false,
        },
        year: DatePart {
            label: say.one(YEAR),
            value: if wrong { "1990" } else { "" },
            wrong: false,
        },
        birthday: true,
        ..DateInput::default()
    })
}

fn done(say: Say, linked: bool) -> Markup {
    let title = say.one([
        "Сиз катталдыңыз",
        "Вы зарегистрированы",
        "Siz roʻyxatdan oʻtdingiz",
        "You are registered",
    ]);
    document(
        say,
        Around {
            title,
            problem: false,
            signed_in: false,
            wide: false,
            linked,
            before: None,
            main: html! {
                div.govuk-grid-row { div.govuk-grid-column-two-thirds {
                    (panel(title, Some((say.one(["Номериңиз", "Ваш номер", "Raqamingiz", "Your number"]), "JOL-4821-7703"))))
                    h2.govuk-heading-m { (say.one(["Эми эмне болот", "Что дальше", "Endi nima boʻladi", "What happens next"])) }
                    p.govuk-body { (say.one(HELP)) }
                    (link_button(say.one(CONTINUE), "/me"))
                } }
            },
        },
    )
}

/// What an officer looks at all day.
fn officer(say: Say, linked: bool) -> Markup {
    let title = say.one(["Кайтып келгендер", "Возвратившиеся", "Qaytib kelganlar", "Returnees"]);
    document(
        say,
        Around {
            title,
            problem: false,
            signed_in: true,
            wide: true,
            linked,
            before: None,
            main: html! {
                (heading(title, None))
                (filters_bar(say))
                (people(say, true))
                (pagination(
                    say.one(["Барактар", "Страницы", "Sahifalar", "Pages"]),
                    Some(("?before=a", say.one(["Мурунку барак", "Предыдущая страница", "Oldingi sahifa", "Previous page"]))),
                    Some(("?after=z", say.one(["Кийинки барак", "Следующая страница", "Keyingi sahifa", "Next page"]))),
                ))
            },
        },
    )
}

fn filters_bar(say: Say) -> Markup {
    filters(&Filters {
        action: "/returnees",
        label: title_of_filters(say),
        fields: html! {
            (text_input(&Input {
                id: "q", name: "q", label: say.one(["Аты-жөнү", "Имя или фамилия", "Ismi yoki familiyasi", "Name"]),
                kind: Some("search"), ..Input::default()
            }))
            (select(&Select {
                id: "oblast", name: "oblast", label: say.one(["Облус", "Область", "Viloyat", "Oblast"]),
                choices: &oblasts(say), ..Select::default()
            }))
        },
        submit: say.one(SEARCH),
        clear: Some((say.one(["Тазалоо", "Сбросить", "Tozalash", "Clear"]), "/returnees")),
    })
}

fn title_of_filters(say: Say) -> &'static str {
    say.one(["Тизмеден издөө", "Поиск по списку", "Roʻyxatdan qidirish", "Search the list"])
}

fn oblasts(say: Say) -> [Choice; 3] {
    [
        Choice::new("", say.one(["Бардыгы", "Все", "Hammasi", "All"])),
        Choice::new("KG-B", say.one(["Баткен", "Баткенская", "Botken", "Batken"])),
        Choice::new("KG-O", say.one(["Ош", "Ошская", "Oʻsh", "Osh"])).chosen(true),
    ]
}

fn people(say: Say, dense: bool) -> Markup {
    let columns = [
        Column::new(say.one(["Аты-жөнү", "Имя", "Ismi", "Name"]))
            .names_row()
            .sort("?by=name", Some(Order::Ascending)),
        Column::new(say.one(["Облус", "Область", "Viloyat", "Oblast"])),
        Column::new(say.one(["Кесиби", "Профессия", "Kasbi", "Occupation"])),
        Column::new(say.one(["Абалы", "Состояние", "Holati", "State"])),
        Column::new(say.one(["Келгени", "Вернулся", "Qaytgan", "Returned"]))
            .numeric()
            .sort("?by=day", None),
    ];
    let searching = tag(
        say.one(["Жумуш издейт", "Ищет работу", "Ish qidirmoqda", "Looks for work"]),
        Colour::Yellow,
    );
    let at_work = tag(say.one(["Иштейт", "Работает", "Ishlaydi", "At work"]), Colour::Green);
    let learning = tag(say.one(["Окууда", "Учится", "Oʻqimoqda", "Learning"]), Colour::Blue);
    let occupations = [
        say.one(["Ширетүүчү", "Сварщик", "Payvandchi", "Welder"]),
        say.one(["Тигүүчү", "Швея", "Tikuvchi", "Sewing machine operator"]),
        say.one(["Ашпозчу", "Повар", "Oshpaz", "Cook"]),
    ];
    let oblast = say.one(["Ош облусу", "Ошская область", "Oʻsh viloyati", "Osh oblast"]);
    let names = ["Асанова Үмүт Жолдошовна", "Токтогулов Нурлан", "Каримова Дилноза Баходир кызы"];
    let rows = names
        .iter()
        .zip(occupations)
        .zip([searching, at_work, learning])
        .map(|((name, occupation), state)| {
            vec![
                link(name, "/returnees/1"),
                html! { (oblast) },
                html! { (occupation) },
                state,
                html! { "14.10.2026" },
            ]
        })
        .collect();
    table(&Table {
        caption: say.one([
            "Сиздин бөлүмдүн тизмеси",
            "Список вашего отдела",
            "Boʻlimingiz roʻyxati",
            "List of your office",
        ]),
        columns: &columns,
        rows,
        dense,
        ..Table::default()
    })
}

fn everything(say: Say, linked: bool) -> Markup {
    let title = say.one([
        "Барактардын бөлүктөрү",
        "Части страниц",
        "Sahifa qismlari",
        "The parts of pages",
    ]);
    let form_title = say.one(["Суроолор", "Вопросы", "Savollar", "Questions"]);
    document(
        say,
        Around {
            title,
            problem: false,
            signed_in: true,
            wide: false,
            linked,
            before: Some(back_link(say.one(BACK), "/")),
            main: html! {
                (notification(
                    Kind::Success,
                    say.one(["Даяр", "Готово", "Tayyor", "Done"]),
                    say.one(["План сакталды", "План сохранён", "Reja saqlandi", "The plan is saved"]),
                ))
                (heading(title, None))
                h2.govuk-heading-m { (form_title) }
                form method="post" action="/register" enctype="multipart/form-data" { (questions(say)) }
                h2.govuk-heading-m { (say.one(["Тизмелер", "Списки", "Roʻyxatlar", "Lists"])) }
                (lists(say))
                h2.govuk-heading-m { (say.one(["Аракеттер журналы", "Журнал действий", "Amallar jurnali", "Journal"])) }
                (journal(say))
            },
        },
    )
}

fn questions(say: Say) -> Markup {
    let sexes = [
        Choice::new("f", say.one(["Аял", "Женский", "Ayol", "Female"])),
        Choice::new("m", say.one(["Эркек", "Мужской", "Erkak", "Male"])).chosen(true),
    ];
    let yes_no = [Choice::new("yes", say.one(YES)), Choice::new("no", say.one(NO))];
    let wishes = [
        Choice::new(
            "job",
            say.one(["Жумушка орношуу", "Устроиться на работу", "Ishga joylashish", "A job"]),
        ),
        Choice::new(
            "course",
            say.one([
                "Кыска мөөнөттүү окутуу",
                "Краткосрочное обучение",
                "Qisqa muddatli oʻqish",
                "A short course",
            ]),
        )
        .hint(say.one([
            "Үч айга чейин",
            "До трёх месяцев",
            "Uch oygacha",
            "Up to three months",
        ])),
        Choice::new(
            "business",
            say.one(["Ишкердик", "Предпринимательство", "Tadbirkorlik", "A business of my own"]),
        )
        .chosen(true),
    ];
    let consent = [Choice::new(
        "yes",
        say.one([
            "Жеке маалыматтарымды иштетүүгө макулмун",
            "Я согласен на обработку моих персональных данных",
            "Shaxsiy maʼlumotlarim qayta ishlanishiga roziman",
            "I agree to the use of my personal data",
        ]),
    )];
    let oblasts = oblasts(say);
    html! {
        (text_input(&Input {
            id: "surname", name: "surname", label: say.one(SURNAME), hint: Some(say.one(SURNAME_HINT)),
            value: "Асанова", ..Input::default()
        }))
        (text_input(&Input {
            id: "phone", name: "phone", label: say.one(PHONE), mark: Some(say.one(OPTIONAL)), kind: Some("tel"),
            prefix: Some("+996"), width: Some(10), ..Input::default()
        }))
        (born(say, false))
        (radios(&Choices {
            id: "sex", name: "sex", legend: say.one(["Жынысыңыз", "Ваш пол", "Jinsingiz", "Your sex"]),
            choices: &sexes, inline: true, ..Choices::default()
        }))
        (radios(&Choices {
            id: "again", name: "again",
            legend: say.one([
                "Кайра чыгып кетүүнү ойлойсузбу?", "Думаете ли вы уехать снова?",
                "Yana ketishni oʻylaysizmi?", "Do you think of leaving again?",
            ]),
            problem: Some(Problem { word: say.one(ERROR), sentence: say.one([
                "Бир жоопту тандаңыз", "Выберите один ответ", "Bitta javobni tanlang", "Choose one answer",
            ]) }),
            choices: &yes_no, small: true, ..Choices::default()
        }))
        (checkboxes(&Choices {
            id: "wish", name: "wish", legend: say.one(["Эмне каалайсыз?", "Чего вы хотите?", "Nima istaysiz?", "What do you want?"]),
            heading: Heading::Section, choices: &wishes, ..Choices::default()
        }))
        (select(&Select {
            id: "oblast", name: "oblast", label: say.one(OBLAST), choices: &oblasts, ..Select::default()
        }))
        (textarea(&Area {
            id: "work", name: "work", label: say.one(WORK), value: say.one(["Ширетүүчү", "Сварщик", "Payvandchi", "Welder"]),
            ..Area::default()
        }))
        (password_input(&Password {
            id: "password", name: "password", label: say.one(["Сырсөз", "Пароль", "Parol", "Password"]),
            show: say.one(["Көрсөтүү", "Показать", "Koʻrsatish", "Show"]),
            hide: say.one(["Жашыруу", "Скрыть", "Yashirish", "Hide"]),
            ..Password::default()
        }))
        (file_upload(&FileUpload {
            id: "paper", name: "paper",
            label: say.one(["Сертификаттын сүрөтү", "Фото сертификата", "Sertifikat surati", "Picture of the certificate"]),
            accept: Some("image/jpeg,image/png,application/pdf"), ..FileUpload::default()
        }))
        (fieldset(
            say.one(["Жашаган жериңиз", "Где вы живёте", "Yashash joyingiz", "Where you live"]),
            Heading::Section,
            text_input(&Input {
                id: "village", name: "village", label: say.one(["Айыл", "Село", "Qishloq", "Village"]), width: Some(20),
                ..Input::default()
            }),
        ))
        (checkboxes(&Choices { id: "consent", name: "consent", choices: &consent, ..Choices::default() }))
        div.govuk-button-group {
            (button(say.one(SAVE)))
            (secondary_button(say.one(["Кийин улантуу", "Продолжить позже", "Keyinroq davom etish", "Save for later"]), "later", "yes"))
            (warning_button(say.one(["Өчүрүү", "Удалить", "Oʻchirish", "Delete"])))
            (link(say.one(["Жокко чыгаруу", "Отмена", "Bekor qilish", "Cancel"]), "/"))
        }
    }
}

fn lists(say: Say) -> Markup {
    let change = say.one(CHANGE);
    let rows = [
        Row::new(say.one(SURNAME), "Асанова").change("/me/surname", change, say.one(SURNAME)),
        Row::new(say.one(BORN), "31.03.1990").change("/me/born", change, say.one(BORN)),
        Row::new(say.one(PHONE), "+996 555 123 456"),
    ];
    let tasks = [
        Task::new(
            say.one(["Сиз жөнүндө", "О вас", "Siz haqingizda", "About you"]),
            say.one(["Бүттү", "Готово", "Tayyor", "Done"]),
        )
        .href("/me"),
        Task::new(
            say.one(WORK),
            tag(
                say.one(["Баштала элек", "Не начато", "Boshlanmagan", "Not started"]),
                Colour::Blue,
            ),
        )
        .href("/me/work")
        .hint(say.one([
            "Он мүнөттөй",
            "Около десяти минут",
            "Oʻn daqiqacha",
            "About ten minutes",
        ])),
        Task::new(
            say.one([
                "Жоопторуңузду текшериңиз",
                "Проверьте ваши ответы",
                "Javoblaringizni tekshiring",
                "Check your answers",
            ]),
            say.one([
                "Азырынча болбойт",
                "Пока нельзя",
                "Hozircha mumkin emas",
                "Cannot start yet",
            ]),
        ),
    ];
    let data = say.one([
        "Маалыматыңызды ким көргөнүн ар дайым көрө аласыз.",
        "Вы всегда можете посмотреть, кто видел ваши данные.",
        "Maʼlumotlaringizni kim koʻrganini har doim koʻra olasiz.",
        "You can always see who looked at your data.",
    ]);
    html! {
        (summary_list(&rows))
        (task_list("steps", &tasks))
        (people(say, false))
        (filters_bar_again(say))
        (inset(html! { (data) " " (code("JOL-4821-7703")) }))
        (warning(
            say.one(["Эскертүү", "Внимание", "Diqqat", "Warning"]),
            say.one(["Муну артка кайтаруу мүмкүн эмес.", "Это нельзя отменить.", "Buni ortga qaytarib boʻlmaydi.", "This cannot be undone."]),
        ))
        (details(say.one(["Эмне үчүн сурайбыз?", "Почему мы спрашиваем?", "Nega soʻraymiz?", "Why do we ask?"]), html! { (data) }))
        p.govuk-body {
            @for (words, colour) in [
                (say.one(YES), Colour::Green), (say.one(NO), Colour::Red), (say.one(SAVE), Colour::Grey),
                (say.one(SEARCH), Colour::Orange), (say.one(CHANGE), Colour::Purple),
            ] { (tag(words, colour)) " " }
        }
        (pagination(
            say.one(["Барактар", "Страницы", "Sahifalar", "Pages"]),
            None,
            Some(("?after=z", say.one(["Кийинки барак", "Следующая страница", "Keyingi sahifa", "Next page"]))),
        ))
    }
}

/// Beside the questions above, a second bar needs ids of its own.
fn filters_bar_again(say: Say) -> Markup {
    filters(&Filters {
        action: "/returnees",
        label: title_of_filters(say),
        fields: text_input(&Input {
            id: "filter-name",
            name: "q",
            label: say.one(["Аты-жөнү", "Имя или фамилия", "Ismi yoki familiyasi", "Name"]),
            kind: Some("search"),
            ..Input::default()
        }),
        submit: say.one(SEARCH),
        clear: None,
    })
}

fn journal(say: Say) -> Markup {
    timeline(&[
        Entry::new(
            "2026-11-20T09:30:00Z",
            "20.11.2026, 15:30",
            say.one([
                "Телефон өзгөртүлдү",
                "Телефон изменён",
                "Telefon oʻzgartirildi",
                "Phone changed",
            ]),
        )
        .who("А. Бекова")
        .detail(html! { "+996 555 123 456 → +996 700 123 456" }),
        Entry::new(
            "2026-11-19T04:05:00Z",
            "19.11.2026, 10:05",
            say.one(["Жазуу каралды", "Запись просмотрена", "Yozuv koʻrildi", "Record looked at"]),
        )
        .who("Н. Токтогулов"),
        Entry::new(
            "2026-11-18T11:00:00Z",
            "18.11.2026, 17:00",
            say.one(["Катталды", "Зарегистрирован", "Roʻyxatga olindi", "Registered"]),
        ),
    ])
}
