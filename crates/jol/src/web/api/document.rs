//! The OpenAPI document, made from the list that the routes are made from.
//!
//! It is written in version 3.1.0, and once more in 3.0.3 for the security servers of X-Road that take nothing newer.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    extract::Request,
    handler::Handler,
    http::{Method, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use utoipa::{
    ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{SchemaType, Type},
    },
};

use super::{Arrived, problem::Problem, strict::Shape};
use crate::{
    app::App,
    web::route::{Need, Routes},
};

type Schemas = Vec<(String, RefOr<Schema>)>;

/// What a program can do at one address, for the router and for the reader.
pub struct Op {
    method: Method,
    path: &'static str,
    need: Need,
    told: Map<String, Value>,
    parameters: Vec<Value>,
    answers: BTreeMap<u16, Value>,
    schemas: Schemas,
}

/// Puts a schema with all it refers to on the list, and tells how to refer to it.
fn refer<T: ToSchema>(schemas: &mut Schemas) -> Value {
    T::schemas(schemas);
    let name = T::name().into_owned();
    schemas.push((name.clone(), T::schema()));
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn problem_answer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

impl Op {
    fn new(method: Method, path: &'static str, need: Need, id: &str, summary: &str) -> Self {
        let mut told = Map::new();
        told.insert("operationId".into(), id.into());
        told.insert("summary".into(), summary.into());
        let mut answers = BTreeMap::new();
        for (status, name) in [
            (400, "NotUnderstood"),
            (406, "Accept"),
            (429, "TooMany"),
            (500, "Ours"),
            (503, "Busy"),
        ] {
            answers.insert(status, problem_answer(name));
        }
        if need == Need::Nothing {
            told.insert("security".into(), json!([]));
        } else {
            answers.insert(401, problem_answer("SignIn"));
            answers.insert(403, problem_answer("Forbidden"));
        }
        let mut parameters = Vec::new();
        if path.contains("{id}") {
            parameters.push(json!({
                "name": "id", "in": "path", "required": true,
                "description": "The id of the record.",
                "schema": { "type": "string", "format": "uuid" },
                "example": EXAMPLE_ID,
            }));
            answers.insert(404, problem_answer("NotFound"));
        }
        parameters.push(json!({
            "name": "Accept-Language", "in": "header", "required": false,
            "description": "The language of the sentences in problems: ky, ru, uz or en.",
            "schema": { "type": "string" }, "example": "ky",
        }));
        Self { method, path, need, told, parameters, answers, schemas: Vec::new() }
    }

    pub fn get(path: &'static str, need: Need, id: &str, summary: &str) -> Self {
        Self::new(Method::GET, path, need, id, summary)
    }

    pub fn post(path: &'static str, need: Need, id: &str, summary: &str) -> Self {
        Self::new(Method::POST, path, need, id, summary)
    }

    pub fn patch(path: &'static str, need: Need, id: &str, summary: &str) -> Self {
        Self::new(Method::PATCH, path, need, id, summary)
    }

    pub fn delete(path: &'static str, need: Need, id: &str, summary: &str) -> Self {
        Self::new(Method::DELETE, path, need, id, summary)
    }

    #[must_use]
    pub fn text(mut self, tag: &str, text: &str) -> Self {
        self.told.insert("description".into(), text.into());
        self.told.insert("tags".into(), json!([tag]));
        self
    }

    #[must_use]
    pub fn question(mut self, name: &str, text: &str, schema: Value) -> Self {
        self.parameters.push(json!({
            "name": name, "in": "query", "required": false, "description": text, "schema": schema,
        }));
        self.answers.insert(422, problem_answer("Values"));
        self
    }

    /// A list that goes on behind a cursor.
    #[must_use]
    pub fn paged(self, most: i64) -> Self {
        let limit = json!({ "type": "integer", "minimum": 1, "maximum": most, "default": 25 });
        let mut op = self
            .question("limit", "How many rows a page has.", limit)
            .question(
                "after",
                "The cursor that the page before gave as `next`. It belongs to this caller and this list.",
                json!({ "type": "string" }),
            );
        op.head(
            200,
            "Link",
            "The address of the next page with `rel=\"next\"` (RFC 8288), when there is one.",
        );
        op
    }

    #[must_use]
    pub fn takes<T: Arrived>(mut self, text: &str) -> Self {
        let schema = refer::<T>(&mut self.schemas);
        let kind = if T::IS_PATCH { "application/merge-patch+json" } else { "application/json" };
        let body = json!({
            "required": true, "description": text, "content": { kind: { "schema": schema } },
        });
        self.told.insert("requestBody".into(), body);
        for (status, name) in [(413, "TooLarge"), (415, "Type"), (422, "Values")] {
            self.answers.insert(status, problem_answer(name));
        }
        self
    }

    #[must_use]
    pub fn answers<T: ToSchema>(mut self, status: u16, text: &str) -> Self {
        let schema = refer::<T>(&mut self.schemas);
        let content = json!({ "application/json": { "schema": schema } });
        self.answers.insert(status, json!({ "description": text, "content": content }));
        self
    }

    /// An answer in JSON whose shape is told elsewhere.
    #[must_use]
    pub fn answers_any(mut self, text: &str) -> Self {
        let content = json!({ "application/json": { "schema": { "type": "object" } } });
        self.answers.insert(200, json!({ "description": text, "content": content }));
        self
    }

    #[must_use]
    pub fn answers_nothing(mut self, status: u16, text: &str) -> Self {
        self.answers.insert(status, json!({ "description": text }));
        self
    }

    fn head(&mut self, status: u16, name: &str, text: &str) {
        if let Some(answer) = self.answers.get_mut(&status) {
            answer["headers"][name] =
                json!({ "description": text, "schema": { "type": "string" } });
        }
    }

    /// The answer names the version of the record.
    #[must_use]
    pub fn tagged(mut self, status: u16) -> Self {
        self.head(status, "ETag", "The version of the record, as a strong tag.");
        self
    }

    /// The answer names the address of what was made, and whether it was made before.
    #[must_use]
    pub fn made(mut self) -> Self {
        self.head(201, "Location", "The address of the record.");
        self
    }

    /// The change carries its own id, so that sending it twice does it once.
    #[must_use]
    pub fn once(mut self, status: u16) -> Self {
        self.parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "A UUID that the program makes before it sends. The same key with the same body gets the first \
                            answer again; with another body it is refused.",
            "schema": { "type": "string", "format": "uuid" },
            "example": EXAMPLE_ID,
        }));
        self.answers.insert(409, problem_answer("Sent"));
        self.head(
            status,
            "Idempotent-Replayed",
            "`true` when the change was made by an earlier request.",
        );
        self
    }

    /// The change names the version it starts from.
    #[must_use]
    pub fn if_match(mut self) -> Self {
        self.parameters.push(json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The tag of the version the change starts from.",
            "schema": { "type": "string" }, "example": "\"3\"",
        }));
        self.answers.insert(412, problem_answer("Changed"));
        self.answers.insert(428, problem_answer("Version"));
        self
    }

    #[must_use]
    pub fn if_none_match(mut self) -> Self {
        self.parameters.push(json!({
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The tag of the version you hold already.",
            "schema": { "type": "string" }, "example": "\"3\"",
        }));
        self.answers.insert(304, json!({ "description": "The version you hold is the newest." }));
        self
    }

    fn told(&self) -> Value {
        let mut told = self.told.clone();
        told.insert("parameters".into(), self.parameters.clone().into());
        let mut answers = Map::new();
        for (status, answer) in &self.answers {
            answers.insert(status.to_string(), answer.clone());
        }
        told.insert("responses".into(), answers.into());
        told.into()
    }
}

const EXAMPLE_ID: &str = "0193a1d2-7c00-7000-8000-000000000001";

/// Addresses with their handlers and their words.
#[derive(Default)]
pub struct Endpoints {
    routes: Routes,
    ops: Vec<Op>,
}

impl Endpoints {
    #[must_use]
    pub fn with<H, T>(mut self, op: Op, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.routes = match op.method {
            Method::GET => self.routes.get(op.path, op.need, handler),
            Method::PATCH => self.routes.patch(op.path, op.need, handler),
            Method::DELETE => self.routes.delete(op.path, op.need, handler),
            _ => self.routes.post(op.path, op.need, handler),
        };
        self.ops.push(op);
        self
    }

    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.routes = self.routes.and(other.routes);
        self.ops.extend(other.ops);
        self
    }

    pub fn into_routes(self) -> Routes {
        self.routes
    }

    fn document(&self) -> Value {
        let mut paths = Map::new();
        let mut schemas = Schemas::new();
        refer::<Problem>(&mut schemas);
        for op in &self.ops {
            let item = paths.entry(op.path).or_insert_with(|| json!({}));
            item[op.method.as_str().to_lowercase()] = op.told();
            schemas.extend(op.schemas.iter().cloned());
        }
        let schemas: BTreeMap<String, Value> = schemas
            .into_iter()
            .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()))
            .collect();
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Jol",
                "version": "1",
                "description": ABOUT,
                "contact": { "name": "Jol" },
                "license": { "name": "Apache-2.0 OR MIT", "url": "https://www.apache.org/licenses/LICENSE-2.0" },
            },
            "servers": [{ "url": "/", "description": "This service." }],
            "security": [{ "token": [] }],
            "tags": [
                { "name": "document", "description": "This document." },
                { "name": "indicators", "description": "What was achieved, in numbers with their bases." },
                { "name": "places", "description": "Offices of the service and territories of the country." },
                { "name": "proposals", "description": "Who could get which place when places are few: numbers, and nobody." },
                { "name": "returnees", "description": "People who came home." },
                { "name": "vacancies", "description": "What the employer of the account offers." },
            ],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "responses": problems(),
                "securitySchemes": {
                    "token": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "A token that was made for your program on the page of its account. It is shown once.",
                    },
                },
            },
        })
    }
}

const ABOUT: &str = "Registration of people who came home from work abroad, for programs of partners; vacancies, for programs of \
    employers.\n\n\
    Everything is JSON in UTF-8. Fields that are not known are refused. Every error is `application/problem+json` \
    (RFC 9457) with a sentence in the language of `Accept-Language`. A POST that changes something carries an \
    `Idempotency-Key`; a PATCH or DELETE carries the version in `If-Match`. Nothing personal stands in an address: \
    searches are bodies. Every look at a person is written into a journal that this person can read.";

/// The problems that many addresses share.
fn problems() -> Value {
    let all = [
        ("NotUnderstood", "The request cannot be read.", None),
        ("SignIn", "The token is missing, unknown or has ended.", Some("WWW-Authenticate")),
        ("Forbidden", "The role of the account, or the token, does not allow this.", None),
        ("NotFound", "There is nothing at this address, or nothing that you may see.", None),
        ("Accept", "The answer is JSON, which the program said it cannot read.", None),
        ("Sent", "The key was used with another body, or the person is registered already.", None),
        ("Changed", "The record was changed since you read it.", None),
        ("TooLarge", "The body is too large.", None),
        ("Type", "The body is not JSON in UTF-8.", None),
        ("Values", "Some values are wrong. `errors` says which.", None),
        ("Version", "The version the change starts from is missing.", None),
        ("TooMany", "Too many requests in this minute.", Some("Retry-After")),
        ("Ours", "Something went wrong on our side. Nothing was changed.", None),
        ("Busy", "The service is busy or takes no changes for the moment.", Some("Retry-After")),
    ];
    let mut told = Map::new();
    for (name, text, header) in all {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        let mut answer = json!({
            "description": text,
            "content": { "application/problem+json": { "schema": schema } },
        });
        if let Some(header) = header {
            answer["headers"] = json!({
                header: { "description": "What to do before the next try.", "schema": { "type": "string" } },
            });
        }
        told.insert(name.into(), answer);
    }
    told.into()
}

static NEW: LazyLock<(Value, String)> = LazyLock::new(|| {
    let document = super::endpoints().document();
    let text = document.to_string();
    (document, text)
});

static OLD: LazyLock<String> = LazyLock::new(|| older(NEW.0.clone()).to_string());

/// The schema of a body by itself.
pub fn shape<T: ToSchema>() -> Shape {
    let mut schemas = Schemas::new();
    refer::<T>(&mut schemas);
    let schema = serde_json::to_value(T::schema()).unwrap_or_default();
    Shape::read(&schema, &|name| {
        let (_, schema) = schemas.iter().find(|(found, _)| found == name)?;
        serde_json::to_value(schema).ok()
    })
}

/// A field that takes one of a few words.
pub fn one_of(text: &str, codes: &[&str]) -> Schema {
    let schema = ObjectBuilder::new().schema_type(Type::String).description(Some(text));
    schema.enum_values(Some(codes.iter().copied())).build().into()
}

/// The same where no answer is an answer.
pub fn one_or_none(text: &str, codes: &[&str]) -> Schema {
    let choices = codes.iter().map(|code| Value::from(*code)).chain([Value::Null]);
    let types = SchemaType::from_iter([Type::String, Type::Null]);
    let schema = ObjectBuilder::new().schema_type(types).description(Some(text));
    schema.enum_values(Some(choices)).build().into()
}

/// Writes a document of version 3.1 as one of 3.0.3: what is null is said in another way there.
pub fn older(document: Value) -> Value {
    let mut document = lowered(document);
    document["openapi"] = "3.0.3".into();
    document
}

fn lowered(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(lowered).collect(),
        Value::Object(fields) => {
            let mut fields: Map<String, Value> =
                fields.into_iter().map(|(name, value)| (name, lowered(value))).collect();
            if let Some(Value::Array(types)) = fields.get("type").cloned() {
                if let Some(one) = types.iter().find(|name| *name != "null") {
                    fields.insert("type".into(), one.clone());
                }
                if types.iter().any(|name| name == "null") {
                    fields.insert("nullable".into(), true.into());
                }
            }
            // One of several, of which one is nothing.
            if let Some(Value::Array(choices)) = fields.get("oneOf").cloned() {
                let (nothing, some): (Vec<Value>, Vec<Value>) =
                    choices.into_iter().partition(|choice| choice["type"] == "null");
                if !nothing.is_empty() {
                    fields.remove("oneOf");
                    fields.insert("allOf".into(), some.into());
                    fields.insert("nullable".into(), true.into());
                    // What may be nothing has to say what it is otherwise; every shape with a name is an object.
                    fields.insert("type".into(), "object".into());
                }
            }
            // Beside a reference nothing else was read in 3.0.
            if fields.len() > 1 && fields.get("$ref").is_some_and(Value::is_string) {
                let reference = fields.remove("$ref").unwrap_or_default();
                fields.insert("allOf".into(), json!([{ "$ref": reference }]));
            }
            fields.into()
        }
        plain => plain,
    }
}

pub fn endpoints() -> Endpoints {
    let about = "The same list of addresses that the service itself is made of.";
    Endpoints::default()
        .with(
            Op::get(
                "/api/v1/openapi.json",
                Need::Nothing,
                "getDocument",
                "This document, OpenAPI 3.1.0",
            )
            .text("document", about)
            .answers_any("The document."),
            async |request: Request| document(request, &NEW.1),
        )
        .with(
            Op::get(
                "/api/v1/openapi-3.0.json",
                Need::Nothing,
                "getOlderDocument",
                "This document, OpenAPI 3.0.3",
            )
            .text("document", about)
            .answers_any("The document."),
            async |request: Request| document(request, &OLD),
        )
}

fn document(_: Request, text: &'static str) -> Response {
    let lines = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    (lines, text).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_address_of_the_api_is_documented_and_the_other_way_round() {
        let served: BTreeSet<(String, String)> = crate::web::routes()
            .addresses()
            .iter()
            .filter(|address| super::super::is_api(address.path))
            .map(|address| (address.path.to_owned(), address.method.as_str().to_lowercase()))
            .collect();
        let paths = NEW.0["paths"].as_object().unwrap();
        let told: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object().unwrap().keys().map(|method| (path.clone(), method.clone()))
            })
            .collect();
        assert_eq!(served, told);
        assert!(served.len() >= 10);
    }

    /// Calls `look` with every value of a document and the path to it.
    fn walk(value: &Value, path: &str, look: &mut impl FnMut(&str, &Value)) {
        look(path, value);
        match value {
            Value::Object(fields) => {
                fields
                    .iter()
                    .for_each(|(name, field)| walk(field, &format!("{path}/{name}"), look));
            }
            Value::Array(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(at, item)| walk(item, &format!("{path}/{at}"), look));
            }
            _ => {}
        }
    }

    #[test]
    fn everything_that_is_referred_to_is_there_and_every_field_is_described() {
        let document = &NEW.0;
        assert_eq!(document["openapi"], "3.1.0");
        walk(document, "", &mut |path, value| {
            if let Some(reference) = value["$ref"].as_str() {
                let found = document.pointer(reference.trim_start_matches('#'));
                assert!(found.is_some(), "{path} refers to {reference}");
            }
            if let Some(fields) = value["properties"].as_object() {
                for (name, field) in fields {
                    // Of a shape that may be missing the choice that is there is described.
                    let choices = field["oneOf"].as_array();
                    let told = field["description"].is_string()
                        || field["$ref"].is_string()
                        || choices.is_some_and(|all| {
                            all.iter().any(|one| one["description"].is_string())
                        });
                    assert!(told, "{path}: {name} is not described");
                }
            }
        });
    }

    #[test]
    fn the_older_document_says_nothing_that_its_version_did_not_know() {
        let old = older(NEW.0.clone());
        assert_eq!(old["openapi"], "3.0.3");
        for (name, shape) in old["components"]["schemas"].as_object().unwrap() {
            assert_eq!(shape["type"], "object", "{name}");
        }
        walk(&old, "", &mut |path, value| {
            assert!(!value["type"].is_array(), "{path}");
            assert_ne!(value["type"], "null", "{path}");
            assert!(value["nullable"].is_null() || value["type"].is_string(), "{path}");
            if value["$ref"].is_string() {
                assert_eq!(value.as_object().unwrap().len(), 1, "{path}");
            }
        });
    }
}
