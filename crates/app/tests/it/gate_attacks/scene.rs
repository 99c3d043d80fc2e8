//! Entries in every state that an attack begins from.

use crate::screening_world::{a_dossier, at, hash_of, must, small};
use app::db::{Db, DbFault, Engine};
use app::screening::{self, Arrived};
use app::{entry, judging};
use domain::actor::Actor;
use domain::entry::Attachment;
use domain::ids::{BatchId, ContestId, EntryId, UnitId};
use domain::screening::confirm::Statement;
use domain::screening::screen::Sheet;
use domain::screening::{Verdict, Whose};
use domain::time::Before;
use std::collections::BTreeMap;

const SYSTEM: Actor = Actor::System;

/// `{A}` with two sheets; `{B}` accepted; `{C}` came late; `{D}` on the open batch; `{E}` only handed in; `{F}` arrived unconfirmed;
/// `{G}` late at the standing body; `{H}` withdrawn after it was sent; `{I}` edited after it came; `{J}` declined, and came; `{K}` at the
/// standing body, mended after the deadline within an extension (`{xk}`); `{xe}` is one by which nothing came.
pub struct Scene {
    names: Vec<(String, String)>,
    /// The table of every trigger.
    pub tables: BTreeMap<String, String>,
    /// The guards that this suite answers for.
    pub guards: Vec<String>,
}

struct Maker<'a> {
    db: &'a Db,
    contest: ContestId,
    unit: UnitId,
}

impl Maker<'_> {
    fn paper(&self, unit: &str, received: &str, title: &str) -> EntryId {
        let (contest, received) = (self.contest, at(received));
        let mut dossier = a_dossier(unit);
        dossier.title = title.to_owned();
        if title == "A" {
            let kind = domain::contest::AttachmentKind::ALL[0];
            dossier.attachments.push(Attachment {
                name: "a.docx".into(),
                kind,
                bytes: 3,
                sha256: Some([5; 32]),
            });
        }
        must(self.db, move |tx| entry::record_paper(tx, &SYSTEM, contest, None, &dossier, received, received))
    }

    fn screen(&self, entry: EntryId, verdict: Verdict) {
        let sheet = Sheet { version: 1, findings: vec![], verdict, reason: "x".into(), mend_before: None };
        must(self.db, move |tx| screening::screen(tx, &SYSTEM, entry, &sheet, at("2024-04-03T08:00:00")));
    }

    fn confirm(&self, entry: EntryId) {
        let said = Statement {
            version: 1,
            dossier_hash: hash_of(self.db, entry),
            level: "tốt".into(),
            feasibility: "cao".into(),
            remarks: String::new(),
            by: "Trịnh Kim Ngân".into(),
        };
        must(self.db, move |tx| screening::confirm(tx, &SYSTEM, entry, &said, at("2024-04-04T08:00:00")));
    }

    fn batch(&self, entries: &[EntryId]) -> BatchId {
        let (contest, unit, entries) = (self.contest, self.unit, entries.to_vec());
        let now = at("2024-04-05T08:00:00");
        let batch = must(self.db, move |tx| screening::open_batch(tx, &SYSTEM, contest, unit, now));
        must(self.db, move |tx| screening::set_letter(tx, &SYSTEM, batch, "45/UBND", "Chủ tịch", now));
        must(self.db, move |tx| screening::add_to_batch(tx, &SYSTEM, batch, &entries, now));
        batch
    }

    fn came(&self, entry: EntryId, when: &str) {
        let (contest, unit) = (self.contest, self.unit);
        let paper = Arrived { at: at(when), letter_number: String::new(), signer: String::new() };
        must(self.db, move |tx| {
            screening::record_arrival(tx, &SYSTEM, contest, unit, &[entry], &paper, at("2024-04-20T08:00:00"))
        });
    }

    fn forward(&self, batch: BatchId) {
        must(self.db, move |tx| screening::forward(tx, &SYSTEM, batch, at("2024-04-06T08:00:00")));
    }

    fn extend(&self, entry: EntryId) -> i64 {
        let (contest, whose) = (self.contest, Whose::Entry(entry));
        let (now, until) = (at("2024-04-09T08:00:00"), Before(at("2024-04-15T00:00:00")));
        let why = "Mưa lũ chia cắt xã.";
        must(self.db, move |tx| screening::extend(tx, &SYSTEM, contest, whose, until, why, now))
    }

    fn accept(&self, entry: EntryId) {
        must(self.db, move |tx| screening::accept(tx, &SYSTEM, entry, at("2024-04-21T08:00:00")));
    }
}

impl Scene {
    pub fn set(db: &Db) -> Scene {
        let s = small(db);
        let m = Maker { db, contest: s.contest, unit: s.unit };
        let raw = |sql: String| db.write_blocking(move |tx| tx.exec(&sql, &[])).expect("the scene");
        let engine = db.engine();
        let bytes = |byte: &str| match engine {
            Engine::Sqlite => format!("x'{}'", byte.repeat(32)),
            Engine::Postgres => format!("'\\x{}'::bytea", byte.repeat(32)),
        };
        for (byte, id) in [("05", 701), ("06", 702)] {
            raw(format!(
                "INSERT INTO file (id, sha256, bytes, media_type, stored_at) VALUES ({id}, {}, 3, 'x', 1)",
                bytes(byte)
            ));
        }
        let early = "2024-04-02T08:00:00";
        let at_unit = |title: &str| m.paper("X-CHUCSON", early, title);
        let (a, b, c, d, e) = (at_unit("A"), at_unit("B"), at_unit("C"), at_unit("D"), at_unit("E"));
        let (f, h, i, j) = (at_unit("F"), at_unit("H"), at_unit("I"), at_unit("J"));
        let g = m.paper("CM-NV", "2024-04-10T00:00:00", "G");
        for entry in [a, b, c, d, f, g, h, i] {
            m.screen(entry, Verdict::Selected);
        }
        m.screen(j, Verdict::NotSelected);
        for entry in [a, b, c, d, g, h, i] {
            m.confirm(entry);
        }
        let sent = m.batch(&[a, b, h]);
        m.forward(sent);
        must(db, move |tx| entry::withdraw(tx, &SYSTEM, h, at("2024-04-07T08:00:00")));
        m.came(c, "2024-04-10T00:00:00");
        m.came(f, "2024-04-08T08:00:00");
        m.came(j, "2024-04-08T09:00:00");
        m.came(i, "2024-04-08T10:00:00");
        must(db, move |tx| {
            screening::return_to_unit(tx, &SYSTEM, i, "Thiếu chữ ký", at("2024-04-20T09:00:00"))
        });
        let mut mended = a_dossier("X-CHUCSON");
        mended.title = "I, sửa".into();
        let late = at("2024-04-20T10:00:00");
        must(db, move |tx| entry::record_paper_again(tx, &SYSTEM, i, &mended, late, late));
        let k = m.paper("CM-NV", early, "K");
        let l = at_unit("L");
        let (xe, xk) = (m.extend(l), m.extend(k));
        let mut mended = a_dossier("CM-NV");
        mended.title = "K, sửa".into();
        let within = at("2024-04-11T08:00:00");
        must(db, move |tx| entry::record_paper_again(tx, &SYSTEM, k, &mended, within, within));
        let open = m.batch(&[d]);
        m.accept(a);
        m.accept(b);
        let (contest, now) = (s.contest, at("2024-04-22T08:00:00"));
        let code = db
            .read_blocking(move |tx| {
                let rules = app::contest::store::rules_of(tx, contest)?;
                Ok::<_, DbFault>(rules.judging.rounds[0].code.clone())
            })
            .expect("rules");
        let round = must(db, move |tx| judging::open_round(tx, &SYSTEM, contest, &code, now));
        let judges = db
            .read_blocking(move |tx| {
                let sql = "SELECT j.id FROM judge j WHERE j.contest_id = $1 AND NOT EXISTS (SELECT 1 FROM conflict x WHERE x.judge_id = j.id) ORDER BY j.id";
                let rows = tx.query(sql, &[contest.0.into()])?;
                rows.iter().map(|r| r.int(0)).collect::<Result<Vec<_>, DbFault>>()
            })
            .expect("judges");
        let pairs = [(a, domain::ids::JudgeId(judges[0])), (a, domain::ids::JudgeId(judges[1]))];
        must(db, move |tx| judging::assign(tx, &SYSTEM, round, &pairs, now));
        let sheet = one(db, format!("SELECT MIN(id) FROM score_sheet WHERE entry_id = {}", a.0));
        let edition = one(db, format!("SELECT edition_id FROM contest WHERE id = {}", s.contest.0));
        let other_edition = other_contest(db, s.contest, edition);
        raw(format!(
            "INSERT INTO sheet_history (sheet_id, revision, marks, comments, general_comment, signed_at, reopened_at, reopened_by, reason) VALUES ({sheet}, 0, '', '', '', 1, 1, 'x', 'x')"
        ));
        let sheet_of_j = one(db, format!("SELECT MAX(id) FROM screening_sheet WHERE entry_id = {}", j.0));
        let batch_of_c = one(db, format!("SELECT MAX(batch_id) FROM batch_item WHERE entry_id = {}", c.0));
        let numbers = [
            ("A", a.0),
            ("B", b.0),
            ("C", c.0),
            ("D", d.0),
            ("E", e.0),
            ("F", f.0),
            ("G", g.0),
            ("H", h.0),
            ("I", i.0),
            ("J", j.0),
            ("xe", xe),
            ("xk", xk),
            ("contest", s.contest.0),
            ("unit", s.unit.0),
            ("standing", s.standing.0),
            ("sent", sent.0),
            ("open", open.0),
            ("batch_of_c", batch_of_c),
            ("round", round.0),
            ("judge", judges[2]),
            ("sheet", sheet),
            ("judge1", judges[0]),
            ("judge2", judges[1]),
            ("sheet_of_j", sheet_of_j),
            ("edition", edition),
            ("other_edition", other_edition),
            ("other", s.contest.0 + 1),
            ("early", at(early).0),
            ("sent_at", at("2024-04-06T08:00:00").0),
            ("late", at("2024-04-10T00:00:00").0),
            ("june", at("2024-06-01T00:00:00").0),
            ("april3", at("2024-04-03T00:00:00").0),
        ];
        let mut names: Vec<(String, String)> =
            numbers.iter().map(|(name, n)| (format!("{{{name}}}"), n.to_string())).collect();
        names.push(("{zero}".into(), bytes("00")));
        let tables = triggers(db);
        // The guards of the gate and those before it that it stands on.
        let guards = GUARDS.iter().chain(if engine == Engine::Sqlite { REPLACE } else { TRUNCATE });
        Scene { names, tables, guards: guards.map(|g| (*g).to_owned()).collect() }
    }

    pub fn with_names(&self, sql: &str) -> String {
        self.names.iter().fold(sql.to_owned(), |sql, (name, value)| sql.replace(name, value))
    }
}

fn one(db: &Db, sql: String) -> i64 {
    db.read_blocking(move |tx| tx.one(&sql, &[])?.int(0)).expect("a number")
}

/// A second contest with its edition and a judge; nothing happens in it.
fn other_contest(db: &Db, contest: ContestId, edition: i64) -> i64 {
    let other = contest.0 + 1;
    db.write_blocking(move |tx| {
        let sql = "INSERT INTO contest (id, code, name, phase, units_send_before_at, organiser_unit_id, standing_unit_id, created_at) \
                   SELECT $2, 'CM25', name, phase, units_send_before_at, organiser_unit_id, standing_unit_id, created_at FROM contest WHERE id = $1";
        tx.exec(sql, &[contest.0.into(), other.into()])?;
        let sql = "INSERT INTO rules_edition (contest_id, number, body, sha256, reason, frozen_at) SELECT $2, 1, body, sha256, '', 1 FROM rules_edition WHERE id = $1 RETURNING id";
        let its = tx.one(sql, &[edition.into(), other.into()])?.int(0)?;
        tx.exec("UPDATE contest SET edition_id = $2 WHERE id = $1", &[other.into(), its.into()])?;
        tx.exec(
            "INSERT INTO judge (id, contest_id, code, name, fold, title) VALUES (9900, $1, 'X1', 'X', 'x', '')",
            &[other.into()],
        )?;
        Ok::<_, DbFault>(its)
    })
    .expect("another contest")
}

fn triggers(db: &Db) -> BTreeMap<String, String> {
    let sql = match db.engine() {
        Engine::Sqlite => "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'",
        Engine::Postgres => {
            "SELECT t.tgname::text, c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        }
    };
    db.read_blocking(move |tx| {
        let rows = tx.query(sql, &[])?;
        rows.iter()
            .map(|r| Ok((r.text(0)?.to_owned(), r.text(1)?.to_owned())))
            .collect::<Result<_, DbFault>>()
    })
    .expect("triggers")
}

/// Both engines.
const GUARDS: &[&str] = &[
    "entry_fixed",
    "entry_version_steps",
    "entry_instant_fixed",
    "entry_state_steps",
    "entry_frozen",
    "entry_no_delete",
    "entry_version_order",
    "attachment_fixed",
    "attachment_no_delete",
    "attachment_in_time",
    "file_fixed",
    "gate_fixed",
    "gate_no_delete",
    "gate_frozen",
    "accepted_needs_chain",
    "confirmation_same",
    "confirmation_held",
    "committee_minutes_first",
    "committee_decision_sound",
    "committee_decision_fixed",
    "committee_decision_no_delete",
    "committee_minutes_fixed",
    "committee_opinion_fixed",
    "committee_opinion_no_delete",
    "committee_same",
    "paper_confirmation_whole",
    "paper_confirmation_signer",
    "paper_confirmation_fixed",
    "screening_sheet_no_update",
    "screening_sheet_no_delete",
    "screening_sheet_over",
    "batch_same",
    "batch_fixed",
    "batch_in_time",
    "batch_born_open",
    "batch_no_delete",
    "batch_item_fixed",
    "batch_item_in_time",
    "batch_item_no_delete",
    "contest_fixed",
    "deadline_by_edition",
    "contest_frozen",
    "accepted_keeps_chain",
    "round_same",
    "sheet_needs_chain",
    "sheet_of_one_contest",
    "sheet_same",
    "sheet_judge",
    "score_needs_chain",
    "sheet_taken_back",
    "audit_head_true",
    "extension_sound",
    "extension_fixed",
    "extension_used",
    "extension_no_delete",
];
/// SQLite alone.
const REPLACE: &[&str] = &[
    "audit_head_once",
    "entry_no_replace",
    "entry_version_no_replace",
    "attachment_no_replace",
    "file_no_replace",
    "gate_no_replace",
    "confirmation_no_replace",
    "committee_decision_no_replace",
    "committee_minutes_no_replace",
    "committee_opinion_no_replace",
    "screening_sheet_no_replace",
    "batch_no_replace",
    "extension_no_replace",
    "batch_item_no_replace",
    "contest_no_replace",
    "rules_edition_no_replace",
    "judging_round_no_replace",
    "score_sheet_no_replace",
    "sheet_history_no_replace",
];
/// PostgreSQL alone.
const TRUNCATE: &[&str] = &[
    "attachment_no_truncate",
    "gate_no_truncate",
    "confirmation_no_truncate",
    "screening_sheet_no_truncate",
    "batch_item_no_truncate",
    "extension_no_truncate",
    "sheet_history_no_truncate",
    "audit_head_no_truncate",
];
