//! `jol user`: accounts, for the first administrator and for those who cannot sign in.
//!
//! A password that the program makes is shown once, on the terminal of the operator, and stored only as a hash.

use std::io::Write;

use anyhow::{Context as _, bail, ensure};
use domain::{access::Role, language::Language};
use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    access::{
        commands::end_tokens,
        session,
        store::{self, Account},
    },
    app::App,
    config::Settings,
    db::{
        Command, Grows, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    vault::{Chance, chance, password::check_new},
};

/// Add an account, block it, or help somebody who cannot sign in
#[derive(clap::Args)]
pub struct User {
    #[command(subcommand)]
    what: What,

    #[command(flatten)]
    settings: Settings,
}

#[derive(clap::Subcommand)]
enum What {
    /// Add an account and print its first password
    Add {
        /// What the person signs in with
        login: String,

        /// The person's name, as colleagues see it
        #[arg(long)]
        name: String,

        /// What the account may do: officer, head, programme, committee, analyst, protection, administrator, employer, provider, partner
        #[arg(long, value_parser = role)]
        role: Role,

        /// The office, by its code; without one the account is outside the tree of offices
        #[arg(long, value_name = "CODE")]
        office: Option<String>,

        /// The language of the account: ky, ru, uz or en
        #[arg(long, default_value = "ky", value_parser = language)]
        language: Language,
    },
    /// List the accounts
    List,
    /// Block an account and end its sessions
    Block {
        /// What the person signs in with
        login: String,
    },
    /// Let a blocked account in again
    Unblock {
        /// What the person signs in with
        login: String,
    },
    /// Print a temporary password for somebody who forgot theirs, and end their sessions and the tokens of their programs
    Password {
        /// What the person signs in with
        login: String,
    },
    /// Take away the second factor of somebody who lost their phone, and end their sessions and the tokens of their
    /// programs
    ResetSecondFactor {
        /// What the person signs in with
        login: String,
    },
}

fn role(text: &str) -> Result<Role, String> {
    // A returnee signs in with a code to the phone and has no account.
    let role = text.parse::<Role>().ok().filter(|role| *role != Role::Returnee);
    role.ok_or_else(|| format!("{text:?} is no role of an account"))
}

fn language(text: &str) -> Result<Language, String> {
    text.parse().map_err(|_| format!("{text:?} is not one of ky, ru, uz, en"))
}

impl User {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        super::begin_log(&self.settings)?;
        let app = super::open(self.settings).await?;
        let done = perform(&app, self.what, out).await;
        app.db.close().await;
        done
    }
}

async fn perform(app: &App, what: What, out: &mut dyn Write) -> anyhow::Result<()> {
    match what {
        What::List => list(app, out).await,
        What::Add { login, name, role, office, language } => {
            let password = add(app, &login, &name, role, office.as_deref(), language).await?;
            Ok(writeln!(
                out,
                "Added {login}. The first password, shown only now:\n\n    {}\n\n\
                 The second factor is set up at the first sign-in.",
                *password
            )?)
        }
        What::Password { login } => {
            let password = new_password(app, &login).await?;
            Ok(writeln!(
                out,
                "The new password of {login}, shown only now:\n\n    {}\n\n\
                 It opens nothing but the choice of another one at the next sign-in.",
                *password
            )?)
        }
        What::Block { login } => {
            change(app, &login, Change::Block).await?;
            Ok(writeln!(out, "Blocked {login}; all its sessions have ended.")?)
        }
        What::Unblock { login } => {
            change(app, &login, Change::Unblock).await?;
            Ok(writeln!(out, "{login} may sign in again.")?)
        }
        What::ResetSecondFactor { login } => {
            change(app, &login, Change::ResetSecondFactor).await?;
            Ok(writeln!(out, "{login} sets up a second factor at the next sign-in.")?)
        }
    }
}

async fn list(app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut tx = app.db.read().await?;
    let offices = store::offices(&mut tx).await?;
    let code = |id: Option<Uuid>| {
        let office = offices.iter().find(|office| Some(office.id) == id);
        office.map_or("-", |office| office.code.as_str())
    };
    let mut after = String::new();
    loop {
        let sql = "select * from account where login > $1 order by login limit 500";
        let accounts: Vec<Account> = tx.list(sql, &[after.as_str().into()]).await?;
        let Some(last) = accounts.last() else { return Ok(()) };
        after.clone_from(&last.login);
        for account in &accounts {
            let Account { login, name, role, office, totp, blocked_at, .. } = account;
            let state = match (blocked_at, totp) {
                (Some(at), _) => format!("blocked {at:.0}"),
                (None, None) => "no second factor yet".into(),
                (None, Some(_)) => "in use".into(),
            };
            writeln!(out, "{login:24} {role:14} {:10} {state:28} {name}", code(*office))?;
        }
    }
}

/// Twenty letters and digits that are not taken for one another, in groups: about a hundred bits.
fn random_password(chance: &dyn Chance) -> Zeroizing<String> {
    const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut password = Zeroizing::new(String::with_capacity(24));
    for place in 0..20 {
        if place > 0 && place % 5 == 0 {
            password.push('-');
        }
        let letter = chance::below(chance, LETTERS.len() as u32) as usize;
        password.push(char::from(LETTERS[letter]));
    }
    password
}

/// A password and its hash.
async fn made_password(
    app: &App,
    login: &str,
    name: &str,
) -> anyhow::Result<(Zeroizing<String>, String)> {
    let password = random_password(&*app.chance);
    check_new(&password, &[login, name])?;
    let salt = chance::random(&*app.chance);
    let hash = app.passwords.hash(password.clone(), salt).await?;
    Ok((password, hash))
}

/// Adds an account. Answers its first password.
pub async fn add(
    app: &App,
    login: &str,
    name: &str,
    role: Role,
    office: Option<&str>,
    language: Language,
) -> anyhow::Result<Zeroizing<String>> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c);
    ensure!(
        (3..=64).contains(&login.len()) && login.chars().all(plain),
        "a login has 3 to 64 of the letters a-z, digits and . - _ @"
    );
    let mut tx = app.db.read().await?;
    ensure!(
        store::account_by_login(&mut tx, login).await?.is_none(),
        "there is an account {login} already; see `jol user list`"
    );
    let offices = store::offices(&mut tx).await?;
    drop(tx);
    let office = match office {
        None => None,
        Some(code) => {
            let office = offices.iter().find(|office| office.code == code);
            Some(office.with_context(|| format!("there is no office {code}"))?.id)
        }
    };
    let (password, hash) = made_password(app, login, name).await?;
    let account = Account {
        id: app.new_id(),
        login: login.to_owned(),
        name: name.to_owned(),
        role: role.code().to_owned(),
        office,
        language: language.code().to_owned(),
        password: Some(hash),
        is_temporary: true,
        ..Account::new_blank(app.now())
    };
    app.db.run(Add { entry: app.new_id(), act: app.operator(), account }).await?;
    Ok(password)
}

struct Add {
    entry: Uuid,
    act: Act,
    account: Account,
}

impl Command for Add {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert(&self.account).await?;
        note(tx, self.entry, &self.act, "added", self.account.id).await
    }
}

async fn note(
    tx: &mut Tx,
    entry: Uuid,
    act: &Act,
    action: &'static str,
    account: Uuid,
) -> Result<(), Refusal> {
    let note = Note { action, object_kind: "account", object: Some(account), ..Note::default() };
    Ok(journal::write(tx, entry, act, note).await?)
}

/// Gives an account a temporary password. Answers it.
pub async fn new_password(app: &App, login: &str) -> anyhow::Result<Zeroizing<String>> {
    let (password, hash) = made_password(app, login, "").await?;
    change(app, login, Change::Password(hash)).await?;
    Ok(password)
}

/// What is changed of an account.
#[derive(Clone, Debug)]
pub enum Change {
    Block,
    Unblock,
    Password(String),
    ResetSecondFactor,
}

/// Changes an account and ends its sessions, so that the change holds at once. What was made with a password or a second
/// factor that is replaced ends too: the tokens of programs.
pub async fn change(app: &App, login: &str, change: Change) -> anyhow::Result<()> {
    let account = store::account_by_login(&mut app.db.read().await?, login).await?;
    let Some(account) = account else {
        bail!("there is no account {login}; see `jol user list`");
    };
    let (entry, act) = (app.new_id(), app.operator());
    let (id, now) = (account.id, app.now());
    app.db.run(ChangeAccount { app: app.clone(), entry, act, id, change, now }).await?;
    Ok(())
}

struct ChangeAccount {
    app: App,
    entry: Uuid,
    act: Act,
    id: Uuid,
    change: Change,
    now: Timestamp,
}

impl Command for ChangeAccount {
    type Answer = ();
    /// To shut somebody out must be possible also on a full disk.
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let was = store::lock_account(tx, self.id).await?.ok_or(Refusal::NotFound)?;
        let version = was.version + 1;
        let was = Account { version, ..was };
        let (action, account) = match &self.change {
            Change::Block => ("blocked", Account { blocked_at: Some(self.now), ..was }),
            Change::Unblock => ("unblocked", Account { blocked_at: None, ..was }),
            Change::Password(hash) => {
                let password = Some(hash.clone());
                ("password-given", Account { password, is_temporary: true, ..was })
            }
            Change::ResetSecondFactor => {
                let sql = "delete from recovery_code where account = $1";
                tx.execute(sql, &[self.id.into()]).await?;
                ("second-factor-reset", Account { totp: None, n_recovery_left: 0, ..was })
            }
        };
        tx.update(&account).await?;
        session::end_all(tx, self.id, None, self.now).await?;
        if matches!(self.change, Change::Password(_) | Change::ResetSecondFactor) {
            end_tokens(tx, &self.app, &self.act, self.id).await?;
        }
        note(tx, self.entry, &self.act, action, self.id).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::SeededChance;

    #[test]
    fn a_made_password_is_taken_and_no_two_are_alike() {
        let chance = SeededChance::new(5);
        let passwords: Vec<_> = (0..100).map(|_| random_password(&chance)).collect();
        for (n, password) in passwords.iter().enumerate() {
            assert_eq!(password.len(), 23);
            check_new(password, &["officer.batken", "Асанова"]).unwrap();
            assert!(!passwords[n + 1..].contains(password));
        }
    }

    #[test]
    fn a_returnee_has_no_account() {
        assert!(role("returnee").is_err() && role("boss").is_err());
        assert_eq!(role("administrator"), Ok(Role::Administrator));
    }
}
