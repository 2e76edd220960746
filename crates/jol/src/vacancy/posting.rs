//! A vacancy as search engines and other sites read it: a JobPosting of schema.org, in JSON-LD.

use domain::{
    classifier::{Classifiers, Code, Scheme},
    language::Language,
    vacancy::{Need, Offer},
};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

use super::{
    describe,
    store::{Organisation, Vacancy},
};
use crate::words::Tongue;

/// The element of the page. A browser does not run it: a script of this type is data, so the policy of the page, which
/// forbids scripts inside it, has nothing to refuse.
pub fn element(posting: &Value) -> Markup {
    // Inside the element only a `<` could end it early.
    let text = posting.to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(text)) } }
}

/// The words of schema.org for forms of work; what they do not know is left out.
fn employment_type(form: &Code) -> Option<&'static str> {
    Some(match form.as_str() {
        "full-time" | "permanent" | "shift" | "rotation" => "FULL_TIME",
        "part-time" | "flexible" | "hourly" => "PART_TIME",
        "fixed-term" | "seasonal" | "temporary" | "public-works" => "TEMPORARY",
        "civil-contract" => "CONTRACTOR",
        "day-labour" => "PER_DIEM",
        "internship" | "apprenticeship" => "INTERN",
        _ => return None,
    })
}

/// `address` is that of the page.
pub fn job_posting(
    tongue: Tongue,
    lists: &Classifiers,
    (vacancy, offer, employer): (&Vacancy, &Offer, &Organisation),
    address: &str,
    today: Date,
) -> Value {
    let language: Language = tongue.language();
    let place = offer.territory;
    let posted = vacancy.opened_on.unwrap_or(today);
    let mut posting = Map::new();
    let mut put = |name: &str, value: Value| posting.insert(name.to_owned(), value);
    put("@context", "https://schema.org".into());
    put("@type", "JobPosting".into());
    put("title", offer.title.as_str().into());
    put("description", description(tongue, lists, offer).into());
    put("identifier", json!({ "@type": "PropertyValue", "name": "Jol", "value": vacancy.id }));
    put("url", address.into());
    put("datePosted", posted.to_string().into());
    // The last day counts until its end, in the country.
    put("validThrough", format!("{}T23:59:59+06:00", offer.closes_on).into());
    put("directApply", false.into());
    put("totalJobOpenings", offer.places.into());
    let occupation = lists.name(Scheme::Occupation, &offer.occupation, language);
    put("occupationalCategory", occupation.into());
    put("hiringOrganization", json!({ "@type": "Organization", "name": employer.name }));
    let address = json!({
        "@type": "PostalAddress",
        "addressCountry": "KG",
        "addressRegion": place.oblast().name(language, today),
        "addressLocality": place.name(language, today),
    });
    put("jobLocation", json!({ "@type": "Place", "address": address }));
    if let Some(kind) = employment_type(&offer.form) {
        put("employmentType", kind.into());
    }
    if let Some(day) = offer.starts_on {
        put("jobStartDate", day.to_string().into());
    }
    if offer.wage_from.is_some() || offer.wage_to.is_some() {
        let mut range = json!({ "@type": "QuantitativeValue", "unitText": "MONTH" });
        for (name, wage) in [("minValue", offer.wage_from), ("maxValue", offer.wage_to)] {
            if let Some(wage) = wage {
                range[name] = json!(wage.tyiyn() as f64 / 100.0);
            }
        }
        let salary = json!({ "@type": "MonetaryAmount", "currency": "KGS", "value": range });
        put("baseSalary", salary);
    }
    let of = |wanted: fn(&Need) -> bool| {
        let lines = offer.needs.iter().filter(|one| wanted(one));
        lines.map(|one| describe::need(tongue, lists, one)).collect::<Vec<_>>().join(", ")
    };
    for (name, words) in [
        ("skills", of(|need| matches!(need, Need::Skill(..) | Need::Language(..)))),
        ("qualifications", of(|need| matches!(need, Need::Licence(..) | Need::Education(..)))),
    ] {
        if !words.is_empty() {
            put(name, words.into());
        }
    }
    let months = offer.needs.iter().find_map(|need| match need {
        Need::Months(months, _) => Some(*months),
        _ => None,
    });
    if let Some(months) = months {
        let kind = "OccupationalExperienceRequirements";
        put("experienceRequirements", json!({ "@type": kind, "monthsOfExperience": months }));
    }
    posting.into()
}

/// The words of the employer, or where there are none, what is known.
fn description(tongue: Tongue, lists: &Classifiers, offer: &Offer) -> String {
    if let Some(words) = &offer.words {
        return words.as_str().to_owned();
    }
    let occupation = lists.name(Scheme::Occupation, &offer.occupation, tongue.language());
    let needs = offer.needs.iter().map(|need| describe::need(tongue, lists, need));
    std::iter::once(occupation.to_owned()).chain(needs).collect::<Vec<_>>().join(". ")
}
