//! Options of selects in this slice: roles, units, contests, accounts.

use crate::{Choice, T};
use app::contest::store::ContestRow;
use app::db::{DbFault, Tx};
use app::people::find_units::{Found, Wanted, find_units};
use app::people::store::{GrantRow, PersonRow};
use domain::people::{Role, WantedGrant};
use domain::time::Day;

pub fn role_key(role: Role) -> &'static str {
    match role {
        Role::Clerk => "people-role-clerk",
        Role::Head => "people-role-head",
        Role::Secretary => "people-role-secretary",
        Role::Judge => "people-role-judge",
        Role::Chair => "people-role-chair",
        Role::Organiser => "people-role-organiser",
        Role::Auditor => "people-role-auditor",
        Role::Leader => "people-role-leader",
        Role::Admin => "people-role-admin",
    }
}

fn role_hint_key(role: Role) -> &'static str {
    match role {
        Role::Clerk => "people-role-clerk-hint",
        Role::Head => "people-role-head-hint",
        Role::Secretary => "people-role-secretary-hint",
        Role::Judge => "people-role-judge-hint",
        Role::Chair => "people-role-chair-hint",
        Role::Organiser => "people-role-organiser-hint",
        Role::Auditor => "people-role-auditor-hint",
        Role::Leader => "people-role-leader-hint",
        Role::Admin => "people-role-admin-hint",
    }
}

pub fn roles(t: T, roles: &[Role]) -> Vec<Choice> {
    roles.iter().map(|r| Choice::new(r.word(), t.s(role_key(*r))).hint(t.s(role_hint_key(*r)))).collect()
}

/// A unit to be chosen: all of them where there are few, else what a search found (`people/_unit.html`).
pub struct UnitPicker {
    pub q: String,
    pub choices: Vec<Choice>,
    pub is_search: bool,
    /// Found and not shown.
    pub more: i64,
}

/// As many are a list that one looks through.
const LIST: i64 = 120;
const FOUND: i64 = 50;

/// Units that exist on the day, looked for by what was typed. The code tells apart units of one name.
pub fn unit_picker(tx: &mut Tx, typed: &str, day: Day) -> Result<UnitPicker, DbFault> {
    let wanted = |q: &str, most| Wanted { typed: q.to_owned(), on: Some(day), most, offset: 0 };
    let (found, total) = find_units(tx, &wanted(typed, LIST))?;
    let is_search = !typed.trim().is_empty() || total > LIST;
    let shown = match (is_search, typed.trim().is_empty()) {
        (true, true) => 0,
        (true, false) => usize::try_from(FOUND).unwrap_or(0),
        (false, _) => found.len(),
    };
    let choice = |f: &Found| {
        let choice = Choice::new(f.unit.id.0.to_string(), format!("{} ({})", f.unit.name, f.unit.code));
        match &f.parent_name {
            Some(parent) => choice.hint(parent.clone()),
            None => choice,
        }
    };
    let choices: Vec<Choice> = found.iter().take(shown).map(choice).collect();
    let more = total - i64::try_from(choices.len()).unwrap_or(total);
    Ok(UnitPicker { q: typed.to_owned(), choices, is_search, more })
}

pub fn contests(contests: &[ContestRow]) -> Vec<Choice> {
    contests.iter().map(|c| Choice::new(c.id.0.to_string(), format!("{} ({})", c.name, c.code))).collect()
}

pub fn persons(persons: &[PersonRow]) -> Vec<Choice> {
    persons
        .iter()
        .filter(|p| p.active)
        .map(|p| Choice::new(p.id.0.to_string(), format!("{} ({})", p.name, p.login)))
        .collect()
}

/// A grant as a line: the role, where, and on which days.
pub struct GrantLine {
    pub id: i64,
    pub role: String,
    pub scope: String,
    pub days: String,
    /// Its last day has passed or its first has not come.
    pub idle: bool,
}

pub fn grant_line(t: T, g: &GrantRow, today: Day) -> GrantLine {
    let w: &WantedGrant = &g.wanted;
    let role = if w.delegate { t.s("people-role-delegate") } else { t.s(role_key(w.role)) };
    let scope = g.unit_name.clone().or_else(|| g.contest_name.clone()).unwrap_or_default();
    let days = match (w.from, w.to) {
        (None, None) => String::new(),
        (Some(from), None) => t.a1("people-days-from", "from", t.day(from)),
        (None, Some(to)) => t.a1("people-days-to", "to", t.day(to)),
        (Some(from), Some(to)) => t.a2("people-days-from-to", "from", t.day(from), "to", t.day(to)),
    };
    let idle = w.from.is_some_and(|f| today < f) || w.to.is_some_and(|l| l < today);
    GrantLine { id: g.id, role: role.into_owned(), scope, days, idle }
}

/// Reads the days and the scope that a form asks for. `None` when a day is no day.
pub fn wanted(data: &crate::FormData, role: Role) -> Result<WantedGrant, (&'static str, crate::Msg)> {
    let id = |name: &str| data.get(name).parse::<i64>().ok();
    Ok(WantedGrant {
        role,
        unit: id("unit").map(domain::ids::UnitId),
        contest: id("contest").map(domain::ids::ContestId),
        judge: None,
        from: day(data, "from")?,
        to: day(data, "to")?,
        delegate: data.has("delegate"),
    })
}

/// A civil date of a form; empty is open.
pub fn day(data: &crate::FormData, name: &'static str) -> Result<Option<Day>, (&'static str, crate::Msg)> {
    let typed = data.get(name).trim();
    if typed.is_empty() {
        return Ok(None);
    }
    crate::format::read_day(typed).map(Some).ok_or((name, crate::Msg::new("people-day-bad")))
}
