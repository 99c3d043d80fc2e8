//! Units, accounts, the contest and its panel.

use super::{Cast, Stage, part};
use anyhow::Context;
use app::db::Tx;
use app::import::rows::{Quota, UnitRow};
use app::judging::NewJudge;
use app::people::accounts::AccountDraft;
use app::people::import_units::UnitInput;
use domain::actor::Actor;
use domain::contest::{Phase, QuotaStrength};
use domain::people::{PersonName, Role, WantedGrant};
use domain::time::Day;
use std::collections::BTreeSet;

impl Stage<'_> {
    pub(super) fn set_up(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let scene = self.scene;
        let rows: Vec<UnitInput> = scene.folder.units.iter().map(unit_input).collect();
        let now = self.now;
        self.tried(tx, "system", "people.import_units", &[], |tx| {
            app::people::import_units(tx, &Actor::System, &rows, "", now)
        })?
        .context("the units were refused")?;
        for row in &scene.folder.units {
            let unit = app::people::unit_by_code(tx, &row.code)?
                .with_context(|| format!("{} was not imported", row.code))?;
            self.state.units.insert(row.code.clone(), unit.id);
        }
        self.people(tx)?;
        self.make_contest(tx)?;
        self.panel(tx)
    }

    /// The contest with its first edition and the quotas of its units, announced.
    fn make_contest(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (scene, now) = (self.scene, self.now);
        let quotas: Vec<_> = scene
            .folder
            .units
            .iter()
            .map(|u| Ok((self.unit(&u.code)?, strength(u.quota))))
            .collect::<anyhow::Result<_>>()?;
        let text = scene.folder.contest_text.clone();
        let contest = self
            .tried(tx, "system", "contest.create", &[], |tx| {
                app::contest::create(tx, &Actor::System, &text, &quotas, now)
            })?
            .context("the contest was refused")?;
        self.state.contest = Some(contest);
        for (who, role) in [
            (part::SECRETARY, Role::Secretary),
            (part::ORGANISER, Role::Organiser),
            (part::AUDITOR, Role::Auditor),
            (part::LEADER, Role::Leader),
        ] {
            self.give(tx, who, WantedGrant::of_contest(role, contest))?;
        }
        let organiser = self.actor(tx, part::ORGANISER)?;
        self.tried(tx, part::ORGANISER, "contest.advance", &[], |tx| {
            app::contest::advance(tx, &organiser, contest, Phase::Open, now)
        })?
        .context("the contest could not be opened")?;
        Ok(())
    }

    /// Accounts for the committee, and a clerk and a head for every unit that receives entries or has a quota.
    fn people(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let scene = self.scene;
        for (login, name) in [
            (part::ADMIN, "Quản trị hệ thống"),
            (part::SECRETARY, "Thư ký Ban Tổ chức"),
            (part::ORGANISER, "Trưởng Ban Tổ chức"),
            (part::AUDITOR, "Người kiểm tra"),
            (part::LEADER, "Lãnh đạo"),
        ] {
            self.account(tx, login, name)?;
        }
        self.give(tx, part::ADMIN, WantedGrant::new(Role::Admin))?;
        let mut desks: BTreeSet<&str> =
            scene.folder.entries.iter().map(|e| e.receiving_unit_code.as_str()).collect();
        desks.extend(scene.folder.units.iter().filter(|u| u.quota != Quota::None).map(|u| u.code.as_str()));
        for unit in desks {
            let id = self.unit(unit)?;
            let head = scene
                .folder
                .entries
                .iter()
                .filter(|e| e.receiving_unit_code == unit)
                .find_map(|e| e.confirmation.as_ref());
            let head = head.and_then(|c| c.by.split(',').next()).unwrap_or("Thủ trưởng đơn vị");
            self.account(tx, &part::clerk(unit), "Cán bộ tiếp nhận")?;
            self.give(tx, &part::clerk(unit), WantedGrant::of_unit(Role::Clerk, id))?;
            self.account(tx, &part::head(unit), head)?;
            self.give(tx, &part::head(unit), WantedGrant::of_unit(Role::Head, id))?;
        }
        Ok(())
    }

    fn panel(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (scene, contest, now) = (self.scene, self.contest()?, self.now);
        for row in &scene.folder.judges {
            let who = part::judge(&row.code);
            self.account(tx, &who, &row.name)?;
            let new = NewJudge {
                code: row.code.clone(),
                name: row.name.clone(),
                title: row.title.clone(),
                unit: row.unit_code.as_deref().map(|u| self.unit(u)).transpose()?,
                person: self.state.people.get(&who).copied(),
                chair: row.chair,
                ..NewJudge::default()
            };
            let organiser = self.actor(tx, part::ORGANISER)?;
            let judge = self
                .tried(tx, part::ORGANISER, "judging.seat_judge", &[("judge", &row.code)], |tx| {
                    app::judging::seat_judge(tx, &organiser, contest, &new, now)
                })?
                .with_context(|| format!("{} was not seated", row.code))?;
            self.state.judges.insert(row.code.clone(), judge);
        }
        Ok(())
    }

    fn account(&mut self, tx: &mut Tx, login: &str, name: &str) -> anyhow::Result<()> {
        let now = self.now;
        let name = if PersonName::parse(name).is_ok() { name } else { "Người dùng" };
        let draft = AccountDraft {
            name: name.to_owned(),
            login: login.to_owned(),
            email: String::new(),
            lang: "vi".to_owned(),
        };
        let person = self
            .tried(tx, "system", "people.create_account", &[("login", login)], |tx| {
                app::people::create_account(tx, &Actor::System, &draft, now)
            })?
            .with_context(|| format!("the account {login} was refused"))?;
        if let Cast::WithPassword(hash) = &self.scene.cast {
            self.tried(tx, "system", "people.set_password", &[("login", login)], |tx| {
                app::people::choose_password::set_password(tx, &Actor::System, login, hash, now)
            })?;
        }
        self.state.people.insert(login.to_owned(), person);
        Ok(())
    }

    fn give(&mut self, tx: &mut Tx, login: &str, wanted: WantedGrant) -> anyhow::Result<()> {
        let now = self.now;
        let person = *self.state.people.get(login).with_context(|| format!("nobody plays {login}"))?;
        self.tried(tx, "system", "people.grant", &[("login", login)], |tx| {
            app::people::grant(tx, &Actor::System, person, &wanted, now)
        })?;
        Ok(())
    }
}

/// The strength that a row of `units.csv` names.
pub fn strength(q: Quota) -> QuotaStrength {
    match q {
        Quota::Required => QuotaStrength::Required,
        Quota::Encouraged => QuotaStrength::Encouraged,
        Quota::None => QuotaStrength::None,
    }
}

/// A row of `units.csv` as the register takes it.
pub fn unit_input(row: &UnitRow) -> UnitInput {
    UnitInput {
        code: row.code.clone(),
        name: row.name.clone(),
        kind: row.kind.clone(),
        parent_code: row.parent_code.clone(),
        valid_from: row.valid_from.map(Day),
        valid_to: row.valid_to.map(Day),
        successor_code: row.successor_code.clone(),
    }
}
