//! The attacks, and the guards that stand in their way. Where several are named, each of them alone is enough.

mod acceptance;
mod batches;
mod committees;
mod confirmations;
mod contest;
mod entries;
mod extensions;
mod log;
mod replaced;
mod sheets;

/// One way to bring a score past the gate, or to prepare it.
pub struct Attack {
    pub name: &'static str,
    pub on: On,
    pub sql: &'static [&'static str],
    /// With all of these gone it succeeds; nothing where keys alone refuse it.
    pub by: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Both,
    Sqlite,
    Postgres,
}

const fn attack(
    name: &'static str,
    on: On,
    sql: &'static [&'static str],
    by: &'static [&'static str],
) -> Attack {
    Attack { name, on, sql, by }
}

/// Every attack, by what it is aimed at.
pub fn attacks() -> impl Iterator<Item = &'static Attack> {
    let all = [
        entries::ATTACKS,
        acceptance::ATTACKS,
        confirmations::ATTACKS,
        committees::ATTACKS,
        batches::ATTACKS,
        contest::ATTACKS,
        extensions::ATTACKS,
        sheets::ATTACKS,
        log::ATTACKS,
        replaced::ATTACKS,
    ];
    all.into_iter().flatten()
}
