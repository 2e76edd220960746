//! The profile of a person: for the officer who has their record open, and for the person on a phone. Both have the same
//! pages; only an office says how sure a line is.

use std::collections::HashMap;

use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::Response,
};
use domain::{
    access::{Action, Actor, Role, Seat, scope},
    id::ReturneeId,
    profile::{Kind, Proposal, proposals},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    backing::{self, Weighed},
    checking, cv, lines, own_words, skills,
    speak::{Speaker, add_key, evidence_key, kind_key},
    store::{self, KeptItem, Profile},
    wishes,
};
use crate::{
    access::store as accounts,
    app::App,
    refusal::Refusal,
    returnee::{
        commands::{Look, reach},
        tabs::tabs,
    },
    web::{
        address::Path,
        form,
        page::Page,
        parts::{self, Colour, Row},
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
    words::msg,
};

pub fn routes() -> Routes {
    let (see, edit) = (Need::To(Action::See), Need::To(Action::Edit));
    Routes::default()
        .get("/returnees/{id}/profile", see, show)
        .get("/returnees/{id}/profile/new", edit, lines::new)
        .post("/returnees/{id}/profile/new", edit, lines::add)
        .post("/returnees/{id}/profile/leave-out", edit, lines::leave_out)
        .get("/returnees/{id}/profile/skills", edit, skills::ask)
        .post("/returnees/{id}/profile/skills", edit, skills::add)
        .get("/returnees/{id}/profile/words", edit, own_words::ask)
        .post("/returnees/{id}/profile/words", edit, own_words::tell)
        .get("/returnees/{id}/profile/wish", edit, wishes::ask)
        .post("/returnees/{id}/profile/wish", edit, wishes::set)
        .get("/returnees/{id}/profile/{line}", edit, lines::edit)
        .post("/returnees/{id}/profile/{line}", edit, lines::change)
        .get("/returnees/{id}/profile/{line}/skills", edit, skills::ask)
        .post("/returnees/{id}/profile/{line}/skills", edit, skills::add)
        .get("/returnees/{id}/profile/{line}/remove", edit, lines::ask_remove)
        .post("/returnees/{id}/profile/{line}/remove", edit, lines::remove)
        .get("/returnees/{id}/profile/{line}/evidence", Need::To(Action::Check), checking::ask)
        .post("/returnees/{id}/profile/{line}/evidence", Need::To(Action::Check), checking::set)
        .get("/returnees/{id}/cv", see, cv::page)
        .get("/returnees/{id}/cv.json", see, cv::file)
        .get("/me/profile", Need::SignedIn, show)
        .get("/me/profile/new", Need::SignedIn, lines::new)
        .post("/me/profile/new", Need::SignedIn, lines::add)
        .post("/me/profile/leave-out", Need::SignedIn, lines::leave_out)
        .get("/me/profile/skills", Need::SignedIn, skills::ask)
        .post("/me/profile/skills", Need::SignedIn, skills::add)
        .get("/me/profile/words", Need::SignedIn, own_words::ask)
        .post("/me/profile/words", Need::SignedIn, own_words::tell)
        .get("/me/profile/wish", Need::SignedIn, wishes::ask)
        .post("/me/profile/wish", Need::SignedIn, wishes::set)
        .get("/me/profile/{line}", Need::SignedIn, lines::edit)
        .post("/me/profile/{line}", Need::SignedIn, lines::change)
        .get("/me/profile/{line}/skills", Need::SignedIn, skills::ask)
        .post("/me/profile/{line}/skills", Need::SignedIn, skills::add)
        .get("/me/profile/{line}/remove", Need::SignedIn, lines::ask_remove)
        .post("/me/profile/{line}/remove", Need::SignedIn, lines::remove)
        .get("/me/cv", Need::SignedIn, cv::page)
        .get("/me/cv.json", Need::SignedIn, cv::file)
}

/// Whose profile a page is about, and who is at it.
pub struct About {
    pub visitor: Visitor,
    pub actor: Actor,
    pub id: ReturneeId,
    line: Option<Uuid>,
}

impl FromRequestParts<App> for About {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let actor = visitor.actor()?;
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let Path(named) = named.map_err(|_| Refusal::NotFound)?;
        let id = match named.get("id") {
            Some(id) => id.parse().map_err(|_| Refusal::NotFound)?,
            None => own_record(&actor)?,
        };
        let line = named.get("line").map(|line| line.parse()).transpose();
        Ok(Self { visitor, actor, id, line: line.map_err(|_| Refusal::NotFound)? })
    }
}

impl About {
    pub fn new(visitor: Visitor, id: ReturneeId) -> Result<Self, Refusal> {
        let actor = visitor.actor()?;
        Ok(Self { visitor, actor, id, line: None })
    }

    pub fn is_own(&self) -> bool {
        self.actor.seat == Seat::Own(self.id)
    }

    /// The address that the pages of this side begin with.
    pub fn base(&self) -> String {
        if self.is_own() { "/me".into() } else { format!("/returnees/{}", self.id) }
    }

    /// The line that the address names.
    pub fn line(&self) -> Result<Uuid, Refusal> {
        self.line.ok_or(Refusal::NotFound)
    }

    pub fn profile(&self) -> String {
        format!("{}/profile", self.base())
    }

    pub fn speaker(&self, app: &App) -> Speaker {
        Speaker::new(self.visitor.tongue, &app.lists, app.today())
    }

    /// Reads the profile within reach of an action. What is not for this role is not there.
    pub async fn read(&self, app: &App, action: Action) -> Result<Profile, Refusal> {
        let scope = reach(&self.actor, action)?;
        let mut tx = app.db.read().await?;
        let found = store::profile(&mut tx, &app.keys, &scope, self.id).await?;
        let mut profile = found.ok_or(Refusal::NotFound)?;
        profile.items.retain(|kept| kept.item.kind.is_for(self.actor.role));
        Ok(profile)
    }

    /// The line that the address names, within reach of an action.
    pub async fn read_line(
        &self,
        app: &App,
        action: Action,
    ) -> Result<(Profile, KeptItem), Refusal> {
        let profile = self.read(app, action).await?;
        let named = self.line()?;
        let line = profile.items.iter().find(|kept| kept.id == named).cloned();
        let line = line.ok_or(Refusal::NotFound)?;
        Ok((profile, line))
    }

    /// Writes down that somebody else's profile was opened.
    pub async fn look(&self, app: &App, action: &'static str) -> Result<(), Refusal> {
        if self.is_own() {
            return Ok(());
        }
        let look = Look {
            app: app.clone(),
            act: app.act(self.actor),
            action,
            object_kind: "profile",
            object: self.id.uuid(),
            person: self.id,
        };
        app.db.run(look).await
    }

    /// The heading of a page about somebody, with the way to their other pages; on their own pages the words alone.
    pub fn heading(&self, profile: &Profile, words: &str, current: &str) -> Markup {
        let returnee = &profile.returnee;
        html! {
            @if self.is_own() {
                (parts::heading(words, None))
            } @else {
                (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
                (tabs(self.visitor.tongue, &self.actor, self.id, current))
            }
        }
    }
}

async fn show(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let profile = about.read(&app, Action::See).await?;
    let checkers: Vec<Uuid> = profile.items.iter().filter_map(|kept| Some(kept.seen?.0)).collect();
    let (settled, names) = {
        let mut tx = app.db.read().await?;
        let scope = reach(&about.actor, Action::See)?;
        let settled = store::settled(&mut tx, &scope, about.id).await?;
        (settled, accounts::names(&mut tx, &checkers).await?)
    };
    let items = profile.items.iter().map(|kept| &kept.item);
    let proposed = proposals(&profile.returnee.details, items, &settled, &app.lists.now());

    about.look(&app, "seen").await?;

    let tongue = about.visitor.tongue;
    let t = |key| tongue.t(key);
    let may = |action| scope(&about.actor, action).is_ok();
    let told = profile.returnee.details.education;
    let weighed = backing::weigh(&profile.items, told, &app.lists.now(), app.today());
    let drawn = Drawn { app: &app, about: &about, profile: &profile, names: &names, weighed };
    let words = if about.is_own() { t("nav-profile") } else { t("tab-profile") };
    let main = html! {
        (about.heading(&profile, &words, "/profile"))
        @if may(Action::Edit) { (drawn.proposals(&proposed)) }
        @for kind in Kind::ALL.iter().filter(|kind| kind.is_for_cv()) {
            (drawn.lines(*kind))
        }
        (wishes::section(&app, &about, &profile))
        @if Kind::Resource.is_for(about.actor.role) {
            h2.govuk-heading-m { (t("profile-help")) }
            p.govuk-body { (t("profile-kindly")) }
            @for kind in [Kind::Resource, Kind::Barrier] { (drawn.lines(kind)) }
        }
        p.govuk-body { (parts::link(&t("cv-title"), &format!("{}/cv", about.base()))) }
    };
    let page = Page::new(words, main);
    let page = if about.is_own() { page } else { page.back("/returnees") };
    Ok(page.show(&app, &about.visitor))
}

/// What the page of a profile is drawn from.
struct Drawn<'a> {
    app: &'a App,
    about: &'a About,
    profile: &'a Profile,
    /// Who checked lines.
    names: &'a HashMap<Uuid, (String, Role)>,
    weighed: Weighed,
}

impl Drawn<'_> {
    fn t(&self, key: &'static str) -> String {
        self.about.visitor.tongue.t(key).into_owned()
    }

    /// The lines of one kind, each with what may be done with it.
    fn lines(&self, kind: Kind) -> Markup {
        let may_edit = scope(&self.about.actor, Action::Edit).is_ok();
        let speaker = self.about.speaker(self.app);
        let rows: Vec<Row> = self.profile.of(kind).map(|kept| self.row(&speaker, kept)).collect();
        let address = format!("{}/new?kind={kind}", self.about.profile());
        html! {
            @if kind.is_for_cv() {
                h2.govuk-heading-m { (self.t(kind_key(kind))) }
            } @else {
                h3.govuk-heading-s { (self.t(kind_key(kind))) }
            }
            @if rows.is_empty() {
                p.govuk-body { (self.t("profile-none")) }
            } @else {
                (parts::summary_list(&rows))
            }
            @if may_edit {
                p.govuk-body {
                    @if kind == Kind::Work {
                        (parts::link(&self.t("profile-words-link"), &format!("{}/words", self.about.profile())))
                        " · "
                    }
                    (parts::link(&self.t(add_key(kind)), &address))
                    @if kind == Kind::Skill && !skills::open(self.app, self.profile).is_empty() {
                        " · "
                        (parts::link(&self.t("profile-skills-of-work"), &format!("{}/skills", self.about.profile())))
                    }
                }
            }
        }
    }

    fn row(&self, speaker: &Speaker, kept: &KeptItem) -> Row {
        let may = |action| scope(&self.about.actor, action).is_ok();
        let title = speaker.title(&kept.item);
        let here = format!("{}/{}", self.about.profile(), kept.id);
        let mut row = Row::new(
            &title,
            html! {
                @if let Some(words) = speaker.own_words(&kept.item) { (words) br; }
                @for detail in speaker.details(&kept.item) { (detail) br; }
                (self.evidence(kept))
                (self.notes(speaker, kept))
            },
        );
        if may(Action::Edit) {
            row = row.change(&here, self.t("shell-change"), &title);
        }
        if may(Action::Check) {
            row = row.change(format!("{here}/evidence"), self.t("profile-check"), &title);
        }
        if may(Action::Edit) {
            row = row.change(format!("{here}/remove"), self.t("profile-remove"), &title);
        }
        row
    }

    /// How sure a line is; once it was checked, by whom and when.
    fn evidence(&self, kept: &KeptItem) -> Markup {
        let words = self.about.visitor.tongue.t(evidence_key(kept.evidence));
        let Some((by, at)) = kept.seen else { return parts::tag(&words, Colour::Grey) };
        let name = self.names.get(&by).map(|(name, _)| name.as_str());
        html! {
            (parts::tag(&words, Colour::Green))
            @if let Some(by) = &kept.recognised_by { " " (by.as_str()) "," }
            " " (self.about.visitor.tongue.moment(at))
            @if let Some(name) = name { ", " (name) }
        }
    }

    /// What time has done to a line, and what contradicts it.
    fn notes(&self, speaker: &Speaker, kept: &KeptItem) -> Markup {
        let items = &self.profile.items;
        let told = self.profile.returnee.details.education;
        match items.iter().position(|one| one.id == kept.id) {
            Some(line) => backing::notes(speaker, &self.weighed, items, told, line),
            None => html! {},
        }
    }

    /// What was told at registration, ready to be added with one press.
    fn proposals(&self, proposed: &[Proposal]) -> Markup {
        if proposed.is_empty() {
            return html! {};
        }
        html! {
            h2.govuk-heading-m { (self.t("profile-told")) }
            p.govuk-body { (self.t("profile-told-text")) }
            @for proposal in proposed { (parts::inset(self.proposal(proposal))) }
        }
    }

    fn proposal(&self, proposal: &Proposal) -> Markup {
        let Self { app, about, .. } = self;
        let typed = &proposal.typed;
        let base = about.profile();
        let ready = typed.read(&app.lists.now(), app.today());
        let code = proposal.told.code();
        let more = format!("{base}/new?kind={}&told={code}", typed.kind);
        let speaker = about.speaker(app);
        let title = match &ready {
            Ok(item) => speaker.title(item),
            Err(_) => speaker.typed_title(typed),
        };
        let named = |key| parts::named(&self.t(key), &title);
        html! {
            @match &ready {
                Ok(item) => {
                    p.govuk-body {
                        strong { (title) }
                        @if let Some(words) = speaker.own_words(item) { br; (words) }
                        @for detail in speaker.details(item) { br; (detail) }
                    }
                    form method="post" action={ (base) "/new" } {
                        (form::hidden(app, &about.visitor))
                        (parts::hidden("told", code))
                        @for (field, value) in typed.answers() {
                            @if !value.is_empty() { (parts::hidden(field, value)) }
                        }
                        (parts::button(&named(msg("profile-told-add"))))
                    }
                }
                // Something is still to be asked, so it is added on a page of its own.
                Err(_) => {
                    p.govuk-body { strong { (title) } }
                    (parts::link_button(&named(msg("profile-told-add")), &more))
                }
            }
            form method="post" action={ (base) "/leave-out" } {
                (form::hidden(app, &about.visitor))
                (parts::secondary_button(&named(msg("profile-told-leave-out")), "told", code))
            }
        }
    }
}
