//! Two proposals of who could get which place: one of an oblast that was accepted, and one of the country that waits for a decision.

use domain::matching::proposal::{Decision, SharingEdition};
use uuid::Uuid;

use crate::{
    access::store as accounts,
    app::App,
    matching::proposal::{
        background::reckon_one,
        commands::{Ask, Decide},
    },
};

/// In whose name, for what, and whether it was accepted.
const PROPOSALS: [(&str, &str, bool); 2] = [
    ("head.osh", "Кышка чейинки бош орундар жана окуу курстары", true),
    ("head.national", "Жазгы окуу топторун пландоо", false),
];

/// Makes those that are not there yet.
pub async fn share_out(app: &App) -> anyhow::Result<()> {
    for (login, purpose, is_accepted) in PROPOSALS {
        let mut tx = app.db.read().await?;
        let Some(account) = accounts::account_by_login(&mut tx, login).await? else { continue };
        let Some(actor) = accounts::actor(&mut tx, &account).await? else { continue };
        let sql = "select id from proposal where made_by = $1 and ready_at is not null";
        let known = tx.one(sql, &[account.id.into()]).await?;
        drop(tx);
        if known.is_some() {
            continue;
        }
        let id: Uuid = app.new_id();
        let measures = SharingEdition::on(app.today()).measures;
        let (app_of, act, purpose) = (app.clone(), app.act(actor), purpose.parse()?);
        app.db.run(Ask { app: app_of, act, id, purpose, measures }).await?;
        while reckon_one(app, &|| true).await? {}
        if is_accepted {
            let (app_of, act) = (app.clone(), app.act(actor));
            let (decision, part, reason) = (Decision::All, Vec::new(), None);
            app.db.run(Decide { app: app_of, act, id, decision, part, reason }).await?;
        }
    }
    Ok(())
}
