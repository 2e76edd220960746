//! The page around what a handler has to say: header, languages, menu, policy of the browser.

use std::{borrow::Cow, sync::LazyLock};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{
    access::{Action, Role, Seat, scope},
    language::Language,
};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use super::{
    assets, form,
    parts::{self, Account, Banner, Frame, NavItem, Style, Tongue},
    visitor::Visitor,
};
use crate::{app::App, refusal::FieldFault, returnee::erasure_request, same::numbers, words::msg};

/// One page.
#[derive(Default)]
pub struct Page {
    pub title: String,
    pub main: Markup,
    /// Where the back link leads.
    pub back: Option<String>,
    /// What is wrong, by the id of the field: shown above everything.
    pub problems: Vec<(String, String)>,
    /// As wide as the screen, for tables of officers.
    pub wide: bool,
    pub status: Option<StatusCode>,
}

/// The hash that lets the style inside a page pass the policy.
static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| BASE64_STANDARD.encode(Sha256::digest(parts::CSS)));

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{}'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'",
        *STYLE_HASH
    );
    HeaderValue::from_str(&policy)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

impl Page {
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        Self { title: title.into(), main, ..Self::default() }
    }

    #[must_use]
    pub fn back(mut self, href: impl Into<String>) -> Self {
        self.back = Some(href.into());
        self
    }

    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Shows what is wrong with the answers, with the sentence in the reader's language.
    #[must_use]
    pub fn problems(
        mut self,
        visitor: &Visitor,
        faults: &[FieldFault],
        id: impl Fn(&str) -> String,
    ) -> Self {
        let sentence = |fault: &FieldFault| visitor.tongue.sentence(&fault.sentence);
        self.problems = faults.iter().map(|fault| (id(fault.field), sentence(fault))).collect();
        if !faults.is_empty() {
            self.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        }
        self
    }

    pub fn show(self, app: &App, visitor: &Visitor) -> Response {
        let tongue = visitor.tongue;
        let t = |key| tongue.t(key);
        let role = visitor.actor.map(|actor| actor.role);
        // Who is at a desk has the style in the browser's store already; a phone gets it with the page.
        let style = match role {
            None | Some(Role::Returnee) => Style::Inline(parts::CSS),
            Some(_) => Style::Linked(assets::css_path()),
        };
        let (lang, brand, skip) = (visitor.language().code(), t("shell-name"), t("shell-skip"));
        let (menu, language) = (t("shell-menu"), t("shell-language"));
        let (sign_out, owner) = (t("shell-sign-out"), t("shell-description"));
        let error_word = t("shell-error-prefix");
        let (places, footer) = (places(visitor), footer(visitor));
        let languages: Vec<Tongue> = Language::ALL
            .iter()
            .map(|one| Tongue::new(one.code(), one.name(), in_language(&visitor.path, *one)))
            .collect();
        let name =
            visitor.name.as_deref().map(str::to_owned).or_else(|| {
                (role == Some(Role::Returnee)).then(|| t("role-returnee").into_owned())
            });
        let account = visitor.session.as_ref().and(name.as_deref()).map(|name| Account {
            name,
            href: Some(if role == Some(Role::Returnee) { "/me" } else { "/account" }),
            sign_out: &sign_out,
            sign_out_action: "/sign-out",
            fields: form::hidden(app, visitor),
        });
        let banner =
            app.cell.demo.then(|| Banner { tag: "demo", words: html! { (t("shell-demo")) } });
        let back = t("shell-back");
        let help = tongue.ta("shell-help", &[("phone", app.settings.help_phone.as_str().into())]);
        let problem = t("shell-problem");
        let main = html! {
            (parts::error_summary(&problem, &self.problems))
            (self.main)
        };
        let owner = match app.lists.uses_esco() {
            true => Cow::from(format!("{owner}. {}", t("import-esco"))),
            false => owner,
        };
        let document = parts::frame(&Frame {
            lang,
            title: &self.title,
            problem_word: (!self.problems.is_empty()).then_some(&*error_word),
            brand: &brand,
            home: "/",
            style,
            script: Some(assets::js_path()),
            icon: Some(assets::icon_path()),
            skip: &skip,
            nav_label: &menu,
            nav: &places,
            languages_label: &language,
            languages: &languages,
            account,
            banner,
            before: self.back.as_deref().map(|href| parts::back_link(&back, href)),
            main,
            wide: self.wide,
            help: html! { (help) },
            footer: &footer,
            owner: &owner,
            ..Frame::default()
        });
        let mut response = Html(document.into_string()).into_response();
        *response.status_mut() = self.status.unwrap_or(StatusCode::OK);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang));
        response
    }
}

/// The same page in another language.
fn in_language(path: &str, language: Language) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}lang={}", language.code())
}

/// The places a role goes to every day.
fn places(visitor: &Visitor) -> Vec<NavItem> {
    let Some(actor) = visitor.actor else { return Vec::new() };
    let may = |action| scope(&actor, action).is_ok();
    let here = visitor.path.split('?').next().unwrap_or_default();
    let all = [
        (actor.role == Role::Returnee, "/me", msg("nav-me")),
        (matches!(actor.seat, Seat::Own(_)), "/me/profile", msg("nav-profile")),
        (matches!(actor.role, Role::Officer | Role::HeadOfOffice), "/day", msg("day-title")),
        (actor.role == Role::Returnee, "/vacancies", msg("nav-vacancies")),
        (matches!(actor.seat, Seat::Own(_)), "/me/work", msg("nav-work")),
        (may(Action::Offer), "/organisation", msg("nav-organisation")),
        (
            may(Action::Offer) && actor.role == Role::Employer,
            "/organisation/vacancies",
            msg("nav-offers"),
        ),
        (
            may(Action::Offer) && actor.role == Role::Employer,
            "/organisation/people",
            msg("nav-staff"),
        ),
        (matches!(actor.seat, Seat::Own(_)), "/me/courses", msg("nav-my-courses")),
        (may(Action::Offer) && actor.role == Role::Provider, "/teaching", msg("nav-teaching")),
        (may(Action::List), "/returnees", msg("nav-returnees")),
        (may(Action::List) && may(Action::Edit), "/returnees/new", msg("nav-register")),
        (may(Action::Check), "/checks", msg("nav-checks")),
        (may(Action::Check), "/pairs", msg("nav-pairs")),
        // Who checks finds the figures beside the pairs.
        (
            !may(Action::Check) && numbers::watches(&actor).is_ok(),
            "/pairs/numbers",
            msg("nav-pairs"),
        ),
        (may(Action::Share) || may(Action::Check), "/proposals", msg("nav-proposals")),
        (erasure_request::decides(&actor), "/erasures", msg("nav-erasures")),
        (may(Action::Import), "/import", msg("nav-import")),
        (may(Action::Aggregate), "/indicators", msg("nav-indicators")),
        (may(Action::SeeOffices), "/offices", msg("nav-offices")),
        (may(Action::ManageAccounts), "/accounts", msg("nav-accounts")),
    ];
    let words = |key| visitor.tongue.t(key);
    let known = all.into_iter().filter(|(may, ..)| *may);
    known.map(|(_, href, key)| NavItem::new(words(key), href).current(here == href)).collect()
}

fn footer(visitor: &Visitor) -> Vec<NavItem> {
    let link = |key, href: &str| NavItem::new(visitor.tongue.t(key), href);
    vec![
        link(msg("nav-vacancies"), "/vacancies"),
        link(msg("nav-employers"), "/employers/new"),
        link(msg("nav-courses"), "/courses"),
        link(msg("nav-open-indicators"), "/open/indicators"),
        link(msg("nav-privacy"), "/privacy"),
        link(msg("nav-api"), "/api"),
    ]
}
