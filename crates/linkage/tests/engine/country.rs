//! Made-up people with a record or several each, the same for the same seed.

use linkage::register::{Record, Register};

/// A record with texts of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    pub id: String,
    pub person: usize,
    /// source, surname, given, patronymic, dob, sex, pin, phone, territory
    pub texts: [String; 9],
}

pub const SOURCE: usize = 0;
pub const SURNAME: usize = 1;
pub const GIVEN: usize = 2;
pub const PATRONYMIC: usize = 3;
pub const BIRTH: usize = 4;
pub const SEX: usize = 5;
pub const PIN: usize = 6;
pub const PHONE: usize = 7;
pub const TERRITORY: usize = 8;

impl Card {
    pub fn record(&self) -> Record<'_> {
        let [source, surname, given, patronymic, dob, sex, pin, phone, territory] =
            self.texts.each_ref().map(String::as_str);
        Record {
            id: &self.id,
            source,
            surname,
            given,
            patronymic,
            dob,
            sex,
            pin,
            phone,
            territory,
            also: Vec::new(),
        }
    }
}

pub fn register(cards: &[Card]) -> Register {
    let mut register = Register::new(0);
    cards.iter().for_each(|card| register.push(&card.record()));
    register
}

/// Chance that is the same everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for place in (1..all.len()).rev() {
            all.swap(place, self.below(place + 1));
        }
    }
}

/// Given names and fathers, each as three offices write it.
const NAMES: [[&str; 3]; 16] = [
    ["Азамат", "Азамат", "AZAMAT"],
    ["Бакыт", "Бакыт", "BAKYT"],
    ["Үсөнбек", "Усонбек", "USONBEK"],
    ["Чыңгыз", "Чынгыз", "CHYNGYZ"],
    ["Жаныбек", "Джаныбек", "ZHANYBEK"],
    ["Нурлан", "Нурлан", "NURLAN"],
    ["Эркин", "Эркин", "ERKIN"],
    ["Осмон", "Осмон", "OSMON"],
    ["Жумабек", "Джумабек", "JUMABEK"],
    ["Талант", "Талант", "TALANT"],
    ["Кубаныч", "Кубаныч", "KUBANYCH"],
    ["Сагын", "Сагын", "SAGYN"],
    ["Токтосун", "Токтосун", "TOKTOSUN"],
    ["Мирлан", "Мирлан", "MIRLAN"],
    ["Алтынбек", "Алтынбек", "ALTYNBEK"],
    ["Шаршен", "Шаршен", "SHARSHEN"],
];

/// So many people, brothers among them, with one to three records each.
pub fn cards(seed: u64, n_people: usize) -> Vec<Card> {
    let mut dice = Dice::new(seed);
    let mut cards = Vec::new();
    let mut home = (0, 0, String::new(), String::new());
    for person in 0..n_people {
        let skewed = |dice: &mut Dice| dice.below(NAMES.len()).min(dice.below(NAMES.len()));
        if person == 0 || dice.below(4) != 0 {
            let phone = format!("+996555{:06}", dice.below(1_000_000));
            let territory = format!("0{}0{}", 2 + dice.below(7), 1 + dice.below(6));
            home = (skewed(&mut dice), skewed(&mut dice), phone, territory);
        }
        let (family, father, phone, territory) = home.clone();
        let given = skewed(&mut dice);
        let (year, month, day) = (1960 + dice.below(45), 1 + dice.below(12), 1 + dice.below(28));
        let pin = format!("2{day:02}{month:02}{year}{:05}", dice.below(100_000));
        for _ in 0..1 + dice.below(3) {
            let office = dice.below(3);
            let latin = office == 2;
            let (name, father) = (NAMES[given][office], NAMES[father][office]);
            let surname = match dice.below(12) {
                0 => format!("{father} {}", if latin { "UULU" } else { "уулу" }),
                1 => NAMES[family][office].to_owned(),
                _ => format!("{}{}", NAMES[family][office], if latin { "OV" } else { "ов" }),
            };
            let patronymic = format!("{father}{}", if latin { "OVICH" } else { "ович" });
            let mut texts = [
                ["migration", "return", "border"][office].to_owned(),
                surname,
                name.to_owned(),
                patronymic,
                format!("{year}-{month:02}-{day:02}"),
                "M".to_owned(),
                pin.clone(),
                phone.clone(),
                territory.clone(),
            ];
            if dice.below(12) == 0 {
                texts[BIRTH] = format!("{year}-01-01");
            }
            if dice.below(15) == 0 {
                texts.swap(SURNAME, GIVEN);
            }
            if dice.below(10) == 0 {
                texts[GIVEN].pop();
            }
            for (field, one_in) in
                [(PATRONYMIC, 3), (BIRTH, 30), (SEX, 40), (PIN, 3), (PHONE, 3), (TERRITORY, 4)]
            {
                if dice.below(one_in) == 0 {
                    texts[field].clear();
                }
            }
            cards.push(Card { id: format!("r{:05}", cards.len()), person, texts });
        }
    }
    let mut order: Vec<usize> = (0..cards.len()).collect();
    dice.shuffle(&mut order);
    for (card, number) in cards.iter_mut().zip(order) {
        card.id = format!("r{number:05}");
    }
    cards
}
