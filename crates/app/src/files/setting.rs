//! What this installation does with files. Whoever starts it says so, and every transaction sees it: no page asks a program outside
//! whether it is there.

use crate::db::{DbFault, Tx};
use domain::time::Instant;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Setting {
    /// Light copies of videos are made.
    pub light: bool,
    /// A content is given out only after the scanner has found it clean.
    pub scan: bool,
}

pub fn save(tx: &mut Tx, setting: Setting) -> Result<(), DbFault> {
    let sql = "UPDATE file_setting SET light = $1, scan = $2, \
               fault = CASE WHEN $2 = 1 THEN fault END, fault_since = CASE WHEN $2 = 1 THEN fault_since END WHERE id = 1";
    tx.exec(sql, &[i64::from(setting.light).into(), i64::from(setting.scan).into()]).map(|_| ())
}

pub fn load(tx: &mut Tx) -> Result<Setting, DbFault> {
    let row = tx.one("SELECT light, scan FROM file_setting WHERE id = 1", &[])?;
    Ok(Setting { light: row.int(0)? == 1, scan: row.int(1)? == 1 })
}

/// Notes that the scanner gives no answer, or that it does again. The first moment of a fault stays.
pub fn save_fault(tx: &mut Tx, fault: Option<&str>, now: Instant) -> Result<(), DbFault> {
    tx.quiet();
    let sql = "UPDATE file_setting SET fault = $1, \
               fault_since = CASE WHEN CAST($1 AS TEXT) IS NULL THEN NULL ELSE COALESCE(fault_since, $2) END WHERE id = 1";
    tx.exec(sql, &[fault.into(), now.0.into()]).map(|_| ())
}

/// Why the scanner gives no answer, and since when.
pub fn fault(tx: &mut Tx) -> Result<Option<(String, Instant)>, DbFault> {
    let row = tx.one("SELECT fault, fault_since FROM file_setting WHERE id = 1", &[])?;
    Ok(match (row.opt_text(0)?, row.opt_int(1)?) {
        (Some(fault), Some(since)) => Some((fault.to_owned(), Instant(since))),
        _ => None,
    })
}
