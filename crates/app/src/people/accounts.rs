//! Accounts: made by the administrator, changed, closed, opened again.

use super::store::{self, NewPerson, PersonRow};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::record::record;
use crate::session::{self, TokenHash};
use domain::actor::{Actor, Person};
use domain::ids::PersonId;
use domain::people::login::LoginNameRefusal;
use domain::people::name::NameRefusal;
use domain::people::{LoginName, PeopleEvent, PersonName, access};
use domain::time::Instant;

/// What is typed for an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountDraft {
    pub name: String,
    pub login: String,
    /// May be empty: letters then wait for the administrator to hand them over.
    pub email: String,
    /// `vi` or `en`.
    pub lang: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountRefusal {
    Name(NameRefusal),
    Login(LoginNameRefusal),
    LoginTaken,
    BadEmail,
    BadLang,
    /// The last administrator's account stays open.
    LastAdministrator,
    /// Nobody closes the account they are logged in with.
    OwnAccount,
}

struct Fields {
    name: PersonName,
    login: LoginName,
    email: Option<String>,
    lang: &'static str,
}

/// Whoever `id` is at `now`; `None` for an account that is closed or does not exist.
pub fn actor_of(tx: &mut Tx, id: PersonId, now: Instant) -> Result<Option<Actor>, DbFault> {
    let Some(p) = store::person(tx, id)?.filter(|p| p.active) else { return Ok(None) };
    let grants = store::grants_on(tx, id, now.day())?;
    Ok(Some(Actor::Person(Person { id, name: p.name, grants })))
}

pub fn create_account(
    tx: &mut Tx,
    actor: &Actor,
    draft: &AccountDraft,
    now: Instant,
) -> Result<PersonId, Stop<AccountRefusal>> {
    access::manage_accounts(actor)?;
    let f = check(tx, None, draft)?;
    let id = store::insert_person(tx, &f.row(&f.name.sort_key()), now)?;
    record(tx, actor, None, PeopleEvent::AccountCreated { person: id }, now)?;
    Ok(id)
}

pub fn change_account(
    tx: &mut Tx,
    actor: &Actor,
    id: PersonId,
    draft: &AccountDraft,
    now: Instant,
) -> Result<(), Stop<AccountRefusal>> {
    access::manage_accounts(actor)?;
    tx.lock_row("person", id.0)?;
    let old = store::person(tx, id)?.ok_or(Stop::NotFound)?;
    let f = check(tx, Some(id), draft)?;
    let fields: Vec<&'static str> = [
        ("name", f.name.as_str() != old.name),
        ("login", f.login.as_str() != old.login),
        ("email", f.email != old.email),
        ("lang", f.lang != old.lang),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
    if fields.is_empty() {
        return Ok(());
    }
    store::save_person(tx, id, &f.row(&f.name.sort_key()))?;
    record(tx, actor, None, PeopleEvent::AccountChanged { person: id, fields }, now)?;
    Ok(())
}

/// Closes the account: no log-in, every session and link ends. Nothing the person did is taken back.
pub fn close_account(
    tx: &mut Tx,
    actor: &Actor,
    id: PersonId,
    now: Instant,
) -> Result<(), Stop<AccountRefusal>> {
    access::manage_accounts(actor)?;
    tx.lock_row("person", id.0)?;
    let p = store::person(tx, id)?.ok_or(Stop::NotFound)?;
    if actor.person_id() == Some(id) {
        return Err(Stop::refuse(AccountRefusal::OwnAccount));
    }
    if !p.active {
        return Ok(());
    }
    let had = store::has_administrator(tx, now.day())?;
    store::save_active(tx, id, false)?;
    if had && !store::has_administrator(tx, now.day())? {
        return Err(Stop::refuse(AccountRefusal::LastAdministrator));
    }
    store::delete_open_invitations(tx, id)?;
    session::end_all(tx, id, None)?;
    record(tx, actor, None, PeopleEvent::AccountClosed { person: id }, now)?;
    Ok(())
}

pub fn reopen_account(
    tx: &mut Tx,
    actor: &Actor,
    id: PersonId,
    now: Instant,
) -> Result<(), Stop<AccountRefusal>> {
    access::manage_accounts(actor)?;
    tx.lock_row("person", id.0)?;
    let p = store::person(tx, id)?.ok_or(Stop::NotFound)?;
    if !p.active {
        store::save_active(tx, id, true)?;
        record(tx, actor, None, PeopleEvent::AccountReopened { person: id }, now)?;
    }
    Ok(())
}

/// Ends all sessions of a person, but perhaps the one in use.
pub fn log_out_everywhere(
    tx: &mut Tx,
    actor: &Actor,
    id: PersonId,
    but: Option<&TokenHash>,
    now: Instant,
) -> Result<i64, Stop<AccountRefusal>> {
    access::log_out_everywhere(actor, id)?;
    store::person(tx, id)?.ok_or(Stop::NotFound)?;
    let sessions = session::end_all(tx, id, but)?;
    record(tx, actor, None, PeopleEvent::LoggedOutEverywhere { person: id, sessions }, now)?;
    Ok(sessions)
}

/// The list of accounts, for the administrator.
pub fn list_accounts(tx: &mut Tx, actor: &Actor) -> Result<Vec<PersonRow>, Stop<AccountRefusal>> {
    access::manage_accounts(actor)?;
    Ok(store::list_persons(tx)?)
}

impl Fields {
    fn row<'a>(&'a self, sort_key: &'a str) -> NewPerson<'a> {
        NewPerson {
            name: self.name.as_str(),
            sort_key,
            login: self.login.as_str(),
            email: self.email.as_deref(),
            lang: self.lang,
        }
    }
}

fn check(tx: &mut Tx, id: Option<PersonId>, draft: &AccountDraft) -> Result<Fields, Stop<AccountRefusal>> {
    let mut why = Vec::new();
    let name = PersonName::parse(&draft.name).map_err(|e| why.push(AccountRefusal::Name(e))).ok();
    let login = LoginName::parse(&draft.login).map_err(|e| why.push(AccountRefusal::Login(e))).ok();
    if let Some(login) = &login
        && store::person_by_login(tx, login.as_str())?.is_some_and(|p| Some(p.id) != id)
    {
        why.push(AccountRefusal::LoginTaken);
    }
    let typed = domain::text::clean_line(&draft.email);
    let email = (!typed.is_empty()).then_some(typed);
    if email.as_deref().is_some_and(|e| !is_address(e)) {
        why.push(AccountRefusal::BadEmail);
    }
    let lang = match draft.lang.as_str() {
        "" | "vi" => Some("vi"),
        "en" => Some("en"),
        _ => {
            why.push(AccountRefusal::BadLang);
            None
        }
    };
    match (name, login, lang) {
        (Some(name), Some(login), Some(lang)) if why.is_empty() => Ok(Fields { name, login, email, lang }),
        _ => Err(Stop::Refused(why)),
    }
}

/// One mail address, as the mail library will read it.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<lettre::Address>().is_ok()
}
