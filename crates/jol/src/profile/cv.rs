//! The CV: what of a profile an employer may be shown, as a page to print and as JSON Resume. What helps or hinders
//! somebody, their PIN, their age and their sex are not on it; the phone is when the person wants it there.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    access::{Action, Role},
    language::Language,
    profile::{Evidence, Kind},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    backing::counting,
    pages::About,
    speak::{Speaker, evidence_key, kind_key},
    store::{KeptItem, Profile},
};
use crate::{
    app::{App, country_zone},
    refusal::Refusal,
    returnee::fields::full_name,
    web::{
        address::Query,
        page::Page,
        parts::{self, Row},
    },
    words,
};

/// How a CV is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The language; that of the reader when none is named.
    #[serde(rename = "in")]
    language: String,
    phone: String,
}

impl Asked {
    fn language(&self, about: &About) -> Language {
        self.language.parse().unwrap_or(about.visitor.language())
    }

    /// The person chooses whether their phone is on it, or tells the officer. Nobody else can ask for it.
    fn phone(&self, about: &About) -> bool {
        let asks = matches!(about.actor.role, Role::Returnee | Role::Officer | Role::HeadOfOffice);
        asks && self.phone == "yes"
    }

    fn query(language: Language, phone: bool) -> String {
        let phone = if phone { "&phone=yes" } else { "" };
        format!("?in={}{phone}", language.code())
    }
}

pub async fn page(
    about: About,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let back = about.profile();
    show(&app, &about, Action::See, &asked, &format!("{}/cv", about.base()), &back).await
}

/// The CV of somebody within reach of the action, at the address `here`. Later steps show it to those a person was
/// introduced to. That it was looked at is written down.
pub async fn show(
    app: &App,
    about: &About,
    action: Action,
    asked: &Asked,
    here: &str,
    back: &str,
) -> Result<Response, Refusal> {
    let profile = read(app, about, action).await?;
    about.look(app, "seen-cv").await?;

    let t = |key| about.visitor.tongue.t(key);
    let (language, phone) = (asked.language(about), asked.phone(about));
    let chooses = matches!(about.actor.role, Role::Returnee | Role::Officer | Role::HeadOfOffice);
    let main = html! {
        div.jol-filters {
            p.govuk-body {
                @for (place, one) in Language::ALL.into_iter().enumerate() {
                    @if place > 0 { " · " }
                    @if one == language {
                        strong lang=(one.code()) { (one.name()) }
                    } @else {
                        a.govuk-link lang=(one.code()) href={ (here) (Asked::query(one, phone)) } { (one.name()) }
                    }
                }
            }
            @if chooses {
                p.govuk-body {
                    @let words = if phone { t("cv-phone-hide") } else { t("cv-phone-show") };
                    (parts::link(&words, &format!("{here}{}", Asked::query(language, !phone))))
                    " · "
                    (parts::link(&t("cv-file"), &format!("{here}.json{}", Asked::query(language, phone))))
                }
            }
        }
        (content(app, &profile, language, phone))
    };
    Ok(Page::new(t("cv-title"), main).back(back).show(app, &about.visitor))
}

/// A profile as others may be given it: of two lines that contradict each other the surer one.
async fn read(app: &App, about: &About, action: Action) -> Result<Profile, Refusal> {
    let profile = about.read(app, action).await?;
    let (items, _) = counting(profile.items, None, app.today());
    Ok(Profile { items, ..profile })
}

/// The CV itself, in its own language.
fn content(app: &App, profile: &Profile, language: Language, phone: bool) -> Markup {
    let tongue = words::in_language(language);
    let speaker = Speaker::new(tongue, &app.lists, app.today());
    let t = |key| tongue.t(key);
    let details = &profile.returnee.details;
    let home = details.territory.map(|place| full_name(place, tongue, app.today()));
    let phone = details.phone.as_ref().filter(|_| phone);
    let about_them = [
        (t("cv-wants"), speaker.wanted(profile.wish.as_ref())),
        (t("returnee-home"), home),
        (t("returnee-phone"), phone.map(|phone| tongue.phone(phone))),
    ];
    let about_them = about_them.into_iter().filter_map(|(key, value)| Some(Row::new(key, value?)));
    html! {
        div.jol-cv lang=(language.code()) {
            (parts::heading(&details.name.to_string(), None))
            (parts::summary_list(&about_them.collect::<Vec<_>>()))
            @for kind in Kind::ALL.iter().copied().filter(|kind| kind.is_for_cv()) {
                @let rows: Vec<Row> = profile.of(kind).map(|kept| row(&speaker, kept)).collect();
                @if !rows.is_empty() {
                    h2.govuk-heading-m { (t(kind_key(kind))) }
                    (parts::summary_list(&rows))
                }
            }
            p.govuk-body-s {
                (tongue.ta("cv-note", &[("day", tongue.date_short(app.today()).into())]))
            }
        }
    }
}

fn row(speaker: &Speaker, kept: &KeptItem) -> Row {
    let tongue = speaker.tongue;
    let checked = kept.seen.filter(|_| kept.evidence != Evidence::Said).map(|(_, at)| {
        let day = at.to_zoned(country_zone()).date();
        let by = kept.recognised_by.as_ref().map(|by| format!(" ({})", by.as_str()));
        let words = tongue.t(evidence_key(kept.evidence));
        format!("{words}{}, {}", by.unwrap_or_default(), tongue.date_short(day))
    });
    Row::new(
        speaker.title(&kept.item),
        html! {
            @if let Some(words) = speaker.own_words(&kept.item) { (words) br; }
            @for detail in speaker.details(&kept.item) { (detail) br; }
            @if let Some(checked) = checked { em { (checked) } }
        },
    )
}

pub async fn file(
    about: About,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let profile = read(&app, &about, Action::See).await?;
    about.look(&app, "seen-cv").await?;
    let body = resume(&app, &profile, asked.language(&about), asked.phone(&about));
    let text = serde_json::to_string_pretty(&body).map_err(|error| Refusal::Ours(error.into()))?;
    let kind = (header::CONTENT_TYPE, "application/json");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"cv.json\"");
    Ok(([kind, name], text).into_response())
}

/// The CV as JSON Resume, version 1.0.0. How sure a line is stands beside it, where the format leaves room.
fn resume(app: &App, profile: &Profile, language: Language, phone: bool) -> Value {
    let tongue = words::in_language(language);
    let speaker = Speaker::new(tongue, &app.lists, app.today());
    let details = &profile.returnee.details;
    let place = details.territory;
    let name = |place: domain::territory::Territory| place.name(language, app.today());
    let lines = |kind: Kind, tell: &dyn Fn(&KeptItem) -> Value| -> Vec<Value> {
        profile.of(kind).map(|kept| with_evidence(tell(kept), kept)).collect()
    };
    let (title, words) = (
        |kept: &KeptItem| speaker.title(&kept.item),
        |kept: &KeptItem| speaker.own_words(&kept.item).map(str::to_owned),
    );
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let body = json!({
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {
            "name": details.name.to_string(),
            "label": speaker.wanted(profile.wish.as_ref()),
            "phone": details.phone.as_ref().filter(|_| phone).map(|phone| phone.as_str()),
            "location": {
                "countryCode": "KG",
                "region": place.map(|place| name(place.oblast())),
                "city": place.filter(|place| place.parent().is_some()).map(name),
            },
        },
        "work": lines(Kind::Work, &|kept| json!({
            "position": title(kept),
            "location": kept.item.country.map(|country| country.name(language)),
            "startDate": day(kept.item.from_on),
            "endDate": day(kept.item.to_on),
            "summary": words(kept),
        })),
        "education": lines(Kind::Study, &|kept| json!({
            "studyType": title(kept),
            "area": words(kept),
            "endDate": day(kept.item.to_on),
        })),
        "skills": lines(Kind::Skill, &|kept| json!({
            "name": title(kept),
            "keywords": words(kept).into_iter().collect::<Vec<_>>(),
        })),
        "languages": lines(Kind::Language, &|kept| json!({
            "language": title(kept),
            "fluency": speaker.details(&kept.item).join(", "),
        })),
        "certificates": lines(Kind::Licence, &|kept| json!({
            "name": title(kept),
            "validUntil": day(kept.item.to_on),
        })),
        "meta": { "version": "v1.0.0", "lastModified": app.now().to_string() },
    });
    without_nulls(body)
}

fn with_evidence(mut told: Value, kept: &KeptItem) -> Value {
    let at = kept.seen.map(|(_, at)| at.to_zoned(country_zone()).date().to_string());
    told["evidence"] = json!({ "is": kept.evidence, "date": at, "by": kept.recognised_by });
    told
}

/// The format knows texts and no nulls: what was not told is left out.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(name, member)| (name, without_nulls(member)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
