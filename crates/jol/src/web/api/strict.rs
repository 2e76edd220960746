//! JSON read without mercy, and compared with the schema that the document shows.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};
use uuid::Uuid;

use crate::refusal::{PlaceFault, Sentence};

/// A value in which no name stands twice: of two surnames nobody knows which was meant.
pub struct Strict(pub Value);

/// The text of the error by which a doubled name is told apart from a broken body.
pub const TWICE: &str = "a name stands twice";

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Strict)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((name, Strict(value))) = pairs.next_entry::<String, Strict>()? {
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(map.into())
    }
}

/// A schema, ready to be compared with.
#[derive(Debug)]
pub struct Shape {
    nullable: bool,
    of: Of,
}

/// Where a value stands. It is put into words only when something is wrong there.
enum Place<'a> {
    Top,
    Field(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    /// As a JSON Pointer.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Top => f.write_str("#"),
            Self::Field(above, name) => write!(f, "{above}/{}", escaped(name)),
            Self::Item(above, at) => write!(f, "{above}/{at}"),
        }
    }
}

#[derive(Debug)]
enum Of {
    Text { choices: Option<Vec<String>>, format: Format },
    Whole { least: i64, most: i64 },
    Truth,
    List { item: Box<Shape>, most: usize },
    Object { fields: BTreeMap<String, Shape>, required: Vec<String> },
    Anything,
}

#[derive(Debug, PartialEq)]
enum Format {
    Free,
    Date,
    Uuid,
}

impl Shape {
    /// Reads a schema as the document has it. `named` finds what it refers to.
    pub fn read(schema: &Value, named: &dyn Fn(&str) -> Option<Value>) -> Self {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            return named(name).map_or(Self { nullable: false, of: Of::Anything }, |schema| {
                Self::read(&schema, named)
            });
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let of = match types.iter().find(|name| **name != "null").copied() {
            Some("string") => Of::Text {
                choices: schema["enum"].as_array().map(|choices| {
                    choices.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }),
                format: match schema["format"].as_str() {
                    Some("date") => Format::Date,
                    Some("uuid") => Format::Uuid,
                    _ => Format::Free,
                },
            },
            Some("integer") => Of::Whole {
                least: schema["minimum"].as_i64().unwrap_or(i64::MIN),
                most: schema["maximum"].as_i64().unwrap_or(i64::MAX),
            },
            Some("boolean") => Of::Truth,
            Some("array") => Of::List {
                item: Box::new(Self::read(&schema["items"], named)),
                most: schema["maxItems"].as_u64().map_or(usize::MAX, |most| most as usize),
            },
            Some("object") => Of::Object {
                fields: schema["properties"].as_object().map_or_else(BTreeMap::new, |fields| {
                    let read =
                        |(name, field): (&String, &Value)| (name.clone(), Self::read(field, named));
                    fields.iter().map(read).collect()
                }),
                required: schema["required"].as_array().map_or_else(Vec::new, |names| {
                    names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }),
            },
            _ => Of::Anything,
        };
        Self { nullable: types.contains(&"null"), of }
    }

    /// Every place where a value is not what the schema says.
    pub fn faults(&self, value: &Value) -> Vec<PlaceFault> {
        let mut faults = Vec::new();
        self.compare(value, &Place::Top, &mut faults);
        faults
    }

    fn compare(&self, value: &Value, place: &Place, faults: &mut Vec<PlaceFault>) {
        // Whoever sends a thousand wrong rows is helped by the first hundred.
        if faults.len() >= 100 || (value.is_null() && self.nullable) {
            return;
        }
        let mut wrong = |key: &'static str, facts: Vec<(&'static str, String)>| {
            faults
                .push(PlaceFault { pointer: place.to_string(), sentence: Sentence { key, facts } });
        };
        match (&self.of, value) {
            (Of::Text { choices, format }, Value::String(text)) => {
                if let Some(choices) = choices
                    && !choices.contains(text)
                {
                    wrong("fault-api-choice", vec![("choices", choices.join(", "))]);
                }
                if *format == Format::Date && !is_day(text) {
                    wrong("fault-api-day", Vec::new());
                }
                if *format == Format::Uuid && text.parse::<Uuid>().is_err() {
                    wrong("fault-api-uuid", Vec::new());
                }
            }
            (Of::Text { .. }, _) => wrong("fault-api-text", Vec::new()),
            (Of::Whole { least, most }, Value::Number(number))
                if number.as_i64().is_some_and(|number| (*least..=*most).contains(&number)) => {}
            (Of::Whole { least, most }, _) => wrong(
                "fault-api-whole",
                vec![("least", least.to_string()), ("most", most.to_string())],
            ),
            (Of::Truth, Value::Bool(_)) | (Of::Anything, _) => {}
            (Of::Truth, _) => wrong("fault-api-truth", Vec::new()),
            (Of::List { item, most }, Value::Array(items)) => {
                if items.len() > *most {
                    return wrong("fault-api-list-long", vec![("max", most.to_string())]);
                }
                for (at, value) in items.iter().enumerate() {
                    item.compare(value, &Place::Item(place, at), faults);
                }
            }
            (Of::List { .. }, _) => wrong("fault-api-list", Vec::new()),
            (Of::Object { fields, required }, Value::Object(found)) => {
                for name in required.iter().filter(|name| !found.contains_key(*name)) {
                    let pointer = Place::Field(place, name).to_string();
                    let sentence = Sentence::plain("fault-api-missing");
                    faults.push(PlaceFault { pointer, sentence });
                }
                for (name, value) in found {
                    let inner = Place::Field(place, name);
                    match fields.get(name) {
                        Some(shape) => shape.compare(value, &inner, faults),
                        None => faults.push(PlaceFault {
                            pointer: inner.to_string(),
                            sentence: Sentence {
                                key: "fault-api-unknown",
                                facts: vec![("name", short(name))],
                            },
                        }),
                    }
                }
            }
            (Of::Object { .. }, _) => wrong("fault-api-object", Vec::new()),
        }
    }
}

/// A name as it stands in a JSON Pointer. What a program sends as a name may be anything.
fn escaped(name: &str) -> String {
    short(name).replace('~', "~0").replace('/', "~1")
}

fn short(name: &str) -> String {
    let visible = name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    visible.take(40).collect()
}

/// `2026-11-21` and nothing else: in an interface of programs no day can be read in two ways.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shape() -> Shape {
        let schema = json!({
            "type": "object",
            "required": ["surname", "rows"],
            "properties": {
                "surname": { "type": "string" },
                "sex": { "type": ["string", "null"], "enum": ["f", "m", null] },
                "day": { "type": "string", "format": "date" },
                "rows": { "type": "array", "maxItems": 2, "items": { "$ref": "#/components/schemas/Row" } },
                "limit": { "type": "integer", "minimum": 1, "maximum": 9 },
            },
        });
        let row = json!({ "type": "object", "properties": { "id": { "type": "string", "format": "uuid" } } });
        Shape::read(&schema, &|name| (name == "Row").then(|| row.clone()))
    }

    #[test]
    fn every_wrong_value_is_named_with_its_place() {
        let cases = [
            (json!({ "surname": "A", "rows": [] }), vec![]),
            (json!({ "surname": "A", "rows": [], "sex": null }), vec![]),
            (json!([]), vec!["# fault-api-object"]),
            (json!({}), vec!["#/surname fault-api-missing", "#/rows fault-api-missing"]),
            (
                json!({ "surname": 1, "rows": [{}, { "id": "x", "a/b": 1 }], "sex": "x" }),
                vec![
                    "#/surname fault-api-text",
                    "#/rows/1/id fault-api-uuid",
                    "#/rows/1/a~1b fault-api-unknown",
                    "#/sex fault-api-choice",
                ],
            ),
            (json!({ "surname": "A", "rows": [{}, {}, {}] }), vec!["#/rows fault-api-list-long"]),
            (
                json!({ "surname": "A", "rows": [], "day": "21.11.2026", "limit": 10 }),
                vec!["#/day fault-api-day", "#/limit fault-api-whole"],
            ),
            (
                json!({ "surname": null, "rows": {}, "limit": 1.5 }),
                vec![
                    "#/surname fault-api-text",
                    "#/rows fault-api-list",
                    "#/limit fault-api-whole",
                ],
            ),
        ];
        for (body, expected) in cases {
            let faults = shape().faults(&body);
            let told: Vec<String> = faults
                .iter()
                .map(|fault| format!("{} {}", fault.pointer, fault.sentence.key))
                .collect();
            assert_eq!(told, expected, "{body}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":2}"#, r#"[{"b":{"a":1,"a":1}}]"#] {
            let error = serde_json::from_str::<Strict>(text).err().unwrap();
            assert!(error.to_string().contains(TWICE), "{error}");
        }
        assert!(serde_json::from_str::<Strict>(r#"[{"a":1},{"a":2}]"#).is_ok());
    }
}
