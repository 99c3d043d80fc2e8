//! The personal data of an entry at rest: two salts in its row, one for what reaches a person, one for the names in its texts. What
//! lists and searches need of a name stands open in `entry.lead_author` and `author.name`. Prose in `docs/rules/personal-data.md`.

use crate::db::{DbFault, RowRef, Tx};
use crate::seal::{self, Opener, Seal};
use domain::ids::EntryId;

/// For a statement that knows the entry as `e`; read by [`Seals::of_row`].
pub const SALTS: &str = "e.contact_salt, e.name_salt";

/// What closes and opens the values of one entry.
#[derive(Debug)]
pub struct Seals {
    /// Address, telephone, e-mail.
    pub contact: Seal,
    /// Names within the texts of versions and of the working copy.
    pub names: Seal,
}

impl Seals {
    /// Of a row that has [`SALTS`] from this column on.
    pub fn of_row(opener: &Opener, row: &RowRef<'_>, from: usize) -> Result<Seals, DbFault> {
        let names = opener.seal(row.opt_blob(from + 1)?)?;
        Ok(Seals { contact: opener.seal(row.opt_blob(from)?)?, names })
    }
}

/// Of an entry that is being written; its salts are made where there are none.
pub(super) fn for_writing(tx: &mut Tx, entry: EntryId) -> Result<Seals, DbFault> {
    let opener = tx.opener();
    let sql = format!("SELECT {SALTS} FROM entry e WHERE e.id = $1");
    let row = tx.one(&sql, &[entry.0.into()])?;
    if row.opt_blob(0)?.is_some() && row.opt_blob(1)?.is_some() {
        return Seals::of_row(&opener, &row.as_ref(), 0);
    }
    let [contact, names] = [seal::salt()?, seal::salt()?];
    let row = super::store::save_salts(tx, entry, &contact, &names)?;
    Seals::of_row(&opener, &row.as_ref(), 0)
}
