//! The log.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "a line of the log is rewritten",
        On::Both,
        &["UPDATE audit SET actor = 'person:7' WHERE event = 'screening.confirmed'"],
        &["audit_no_update"],
    ),
    attack(
        "the lines of the confirmations disappear",
        On::Both,
        &["DELETE FROM audit WHERE event = 'screening.confirmed'"],
        &["audit_no_delete"],
    ),
    attack(
        "a line of the log out of turn",
        On::Both,
        &[
            "INSERT INTO audit (seq, at, actor, event, subject, subject_id, facts, prev_hash, hash) SELECT seq + 7, 1, 'system', 'screening.accepted', 'entry', 1, '{}', hash, {zero} FROM audit_head",
        ],
        &["audit_chain", "audit_head_forward"],
    ),
    attack(
        "the head of the log is another",
        On::Both,
        &["UPDATE audit_head SET seq = seq + 1, hash = {zero}"],
        &["audit_head_true"],
    ),
    attack(
        "the head of the log goes back",
        On::Both,
        &["UPDATE audit_head SET seq = seq - 1"],
        &["audit_head_forward", "audit_head_true"],
    ),
    attack(
        "the head of the log goes back to a line of its own",
        On::Both,
        &[
            "UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit WHERE seq = audit_head.seq - 1)",
        ],
        &["audit_head_forward"],
    ),
    attack("the log loses its head", On::Both, &["DELETE FROM audit_head"], &["audit_head_no_delete"]),
];
