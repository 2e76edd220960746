//! An employer and the people it hired: it says itself who still works there, and until when others did.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Scope},
    fault::FieldFault,
    followup::{Proof, Spell, SteadyRule, awaits_word, last_day},
    id::ReturneeId,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::Entry,
    road::refresh_one,
    store::{self, SpellRow},
};
use crate::{
    app::{App, country_day},
    db::{Command, Tx, journal::Act},
    refusal::Refusal,
    returnee::{
        commands::{Look, LookAtMany, reach},
        store as returnees,
    },
    same::store::leading,
    vacancy::offers::employer,
    web::{
        address::Path,
        ask::{self, Asking, Kind, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let offer = Need::To(Action::Offer);
    Routes::default()
        .get("/organisation/people", offer, list)
        .get("/organisation/people/{spell}", offer, page)
        .post("/organisation/people/{spell}", offer, say)
}

fn standing(tongue: Tongue, spell: &Spell, today: Date) -> Markup {
    match spell.to_on {
        Some(day) => html! { (tongue.ta("staff-left", &[("day", tongue.date_short(day).into())])) },
        None if awaits_word(spell, &SteadyRule::FIRST, today) => {
            parts::tag(&tongue.t("staff-awaited"), parts::Colour::Yellow)
        }
        None => parts::tag(&tongue.t("staff-works"), parts::Colour::Green),
    }
}

fn proved(tongue: Tongue, spell: &Spell) -> String {
    spell.proved_on.map(|day| tongue.date_short(day)).unwrap_or_default()
}

async fn list(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, organisation) = employer(&visitor)?;
    let scope = reach(&actor, Action::Meet)?;
    let staff = store::staff(&mut app.db.read().await?, &scope, organisation).await?;
    if !staff.is_empty() {
        let people = staff.iter().map(|(_, person, _)| *person).collect();
        let act = app.act(actor);
        app.db.run(LookAtMany { app: app.clone(), act, action: "listed", people }).await?;
    }

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let mut rows = Vec::new();
    for (row, _, name) in &staff {
        let spell = row.open()?;
        rows.push(vec![
            parts::link(name, &format!("/organisation/people/{}", row.id)),
            html! { (tongue.date_short(spell.from_on)) },
            html! { (proved(tongue, &spell)) },
            standing(tongue, &spell, today),
        ]);
    }
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("spell-from")),
        Column::new(t("staff-confirmed")),
        Column::new(t("vacancy-state")),
    ];
    let title = t("nav-staff");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("staff-text")) }
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows, empty: &t("staff-none"),
            ..Table::default()
        }))
    };
    Ok(Page::new(title.clone(), main).back("/organisation").show(&app, &visitor))
}

async fn page(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    show(&app, &visitor, id, None, &[]).await
}

fn to_on() -> Question {
    Question::new("to_on", msg("spell-to"), Kind::Day)
}

async fn show(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let (actor, organisation) = employer(visitor)?;
    let scope = reach(&actor, Action::Meet)?;
    let mut tx = app.db.read().await?;
    let row = store::one_of_staff(&mut tx, &scope, organisation, id).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    let person = leading(&mut tx, ReturneeId::from_uuid(row.returnee)).await?;
    let found = returnees::find(&mut tx, &app.keys, &scope, person).await?;
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    drop(tx);
    let (action, object_kind, act) = ("seen", "spell", app.act(actor));
    let look = Look { app: app.clone(), act, action, object_kind, object: id, person };
    app.db.run(look).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (spell, today, lists) = (row.open()?, app.today(), app.lists.now());
    let name = returnee.details.name.to_string();
    let known = [
        Row::new(t("vacancy-state"), standing(tongue, &spell, today)),
        Row::new(t("spell-from"), tongue.date_long(spell.from_on)),
        Row::new(t("staff-confirmed"), proved(tongue, &spell)),
    ];
    let here = format!("/organisation/people/{id}");
    let asking = Asking { tongue, lists: &lists, faults, today };
    let last = typed.map(|form| form.date("to_on")).unwrap_or_default();
    let main = html! {
        (parts::heading(&name, spell.employer.as_ref().map(|line| line.as_str())))
        (parts::summary_list(&known))
        // A job that has not begun yet is confirmed by beginning.
        @if spell.to_on.is_none() && spell.from_on <= today {
            form method="post" action=(here) novalidate {
                (form::hidden_with(app, visitor, None))
                (parts::hidden("step", "stays"))
                (parts::button(&t("staff-stays")))
            }
            h2.govuk-heading-m { (t("staff-gone")) }
            form method="post" action=(here) novalidate {
                (form::hidden_with(app, visitor, typed.map(|form| form.id)))
                (parts::hidden("step", "left"))
                (asking.one(&to_on(), &last))
                (parts::secondary_button(&t("staff-goes"), "sure", "yes"))
            }
        }
    };
    let page = Page::new(name, main).back("/organisation/people");
    Ok(page.problems(visitor, faults, |field| ask::id(&[to_on()], field)).show(app, visitor))
}

async fn say(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let (actor, organisation) = employer(&form.visitor)?;
    let scope = reach(&actor, Action::Meet)?;
    let row = store::one_of_staff(&mut app.db.read().await?, &scope, organisation, id).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    let to_on = match form.text("step") {
        "stays" => None,
        "left" => match last_day(&form.date("to_on"), row.from_on, app.today()) {
            Ok(day) => Some(day),
            Err(fault) => {
                let faults = [FieldFault::of("to_on", &fault)];
                return show(&app, &form.visitor, id, Some(&form), &faults).await;
            }
        },
        _ => return Err(Refusal::Unreadable("step".into())),
    };
    let command = Vouch { app: app.clone(), act: app.act(actor), id, organisation, to_on };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to("/organisation/people").into_response())
}

/// The employer says that somebody works there today, or did until a day.
struct Vouch {
    app: App,
    act: Act,
    id: Uuid,
    organisation: Uuid,
    to_on: Option<Date>,
}

impl Vouch {
    async fn held(&self, tx: &mut Tx, scope: &Scope) -> Result<SpellRow, Refusal> {
        let row = store::one_of_staff(tx, scope, self.organisation, self.id).await?;
        row.ok_or(Refusal::NotFound)
    }
}

impl Command for Vouch {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let (app, act) = (&self.app, &self.act);
        let scope = reach(&act.actor, Action::Meet)?;
        let record = self.held(tx, &scope).await?.returnee;
        let person = leading(tx, ReturneeId::from_uuid(record)).await?;
        let held = returnees::lock(tx, &app.keys, &scope, person).await?;
        let (_, key) = held.ok_or(Refusal::NotFound)?;
        // Whatever was said while we waited for the person is seen now.
        let was = self.held(tx, &scope).await?;
        let today = country_day(act.at);
        if was.to_on.is_some() || was.from_on > today {
            return Err(Refusal::Stale);
        }
        let before = was.open()?.typed();
        let now = SpellRow {
            to_on: self.to_on,
            proof: Proof::Employer.code().to_owned(),
            proved_by: Some(act.actor.id),
            proved_at: Some(act.at),
            version: was.version + 1,
            ..was
        };
        tx.update(&now).await?;
        let action = if self.to_on.is_some() { "spell-ended" } else { "spell-proved" };
        Entry { action, person, key: &key, before: &before }.write(app, tx, act, &now).await?;
        refresh_one(app, tx, person, today).await
    }
}
