//! Accounts and their log-ins.

use super::*;

impl House<'_> {
    pub(super) fn account(&self, name: &str, login: &str) -> anyhow::Result<PersonId> {
        let draft =
            AccountDraft { name: name.into(), login: login.into(), email: String::new(), lang: "vi".into() };
        must(self.db, "account", move |tx| {
            create_account(tx, &Actor::System, &draft, at("2024-01-02T08:00:00+07:00"))
        })
    }

    pub(super) fn grant(&self, person: PersonId, wanted: WantedGrant) -> anyhow::Result<()> {
        let began = at("2024-01-02T08:00:00+07:00");
        must(self.db, "role", move |tx| people::grant::grant(tx, &Actor::System, person, &wanted, began))?;
        Ok(())
    }

    pub(super) fn actor(&self, person: PersonId) -> anyhow::Result<Actor> {
        self.db.read_blocking(move |tx| actor_of(tx, person, now()))?.context("an account that was made")
    }

    pub(super) fn session(&self, person: PersonId) -> anyhow::Result<String> {
        Ok(self.db.write_blocking(move |tx| session::open(tx, person, None, now()))?.text())
    }
}
