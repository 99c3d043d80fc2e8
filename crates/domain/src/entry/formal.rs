//! The formal check: what refuses an online hand-in, and what gives a paper entry its reasons at intake.
//!
//! All reasons at once, in the order of CONTEST-FORMAT (`late` comes from `screening`, it is no property of the dossier).

use super::dossier::Dossier;
use crate::contest::{AttachmentKind, Category, Form, RulesEdition};
use crate::ids::UnitCode;
use crate::text;

/// Why a dossier is not in order. Source: announcement (requirements, form, groups) and the contest's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormalReason {
    AuthorIsJudge {
        author: usize,
    },
    GroupTooSmall {
        least: usize,
        have: usize,
    },
    GroupTooLarge {
        most: usize,
        have: usize,
    },
    /// A group names exactly one representative.
    NoRepresentative {
        have: usize,
    },
    /// A video, picture or software has no Word text beside it.
    NoWordText,
    /// In hundredths of a percent.
    SharesNotWhole {
        total: i64,
        must: i64,
    },
    BadContactPhone {
        author: usize,
    },
}

impl FormalReason {
    /// The word of CONTEST-FORMAT.
    pub fn word(&self) -> &'static str {
        match self {
            FormalReason::AuthorIsJudge { .. } => "author_is_judge",
            FormalReason::GroupTooSmall { .. } => "group_too_small",
            FormalReason::GroupTooLarge { .. } => "group_too_large",
            FormalReason::NoRepresentative { .. } => "no_representative",
            FormalReason::NoWordText => "no_word_text",
            FormalReason::SharesNotWhole { .. } => "shares_not_100",
            FormalReason::BadContactPhone { .. } => "bad_contact_phone",
        }
    }
}

/// Worth a call, but no obstacle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormalWarning {
    BadPhoneCoAuthor { author: usize },
}

impl FormalWarning {
    pub fn word(&self) -> &'static str {
        match self {
            FormalWarning::BadPhoneCoAuthor { .. } => "bad_phone_co_author",
        }
    }
}

/// Somebody who serves the contest and therefore cannot be an author: same name after folding of form, same unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    pub name: String,
    pub unit: Option<UnitCode>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    pub reasons: Vec<FormalReason>,
    pub warnings: Vec<FormalWarning>,
}

/// Checks a dossier against the rules. `officials` are the judges (and organisers, secretaries) of the contest.
pub fn check(dossier: &Dossier, rules: &RulesEdition, officials: &[Official]) -> Findings {
    let mut reasons = Vec::new();
    let mut warnings = Vec::new();
    let same = |a: &str, b: &str| text::clean_line(a) == text::clean_line(b);
    if rules.entrants.officials_excluded {
        let judge = |a: &super::Author| {
            officials.iter().any(|o| a.unit.is_some() && o.unit == a.unit && same(&o.name, &a.name))
        };
        reasons.extend(
            dossier.authors.iter().position(judge).map(|author| FormalReason::AuthorIsJudge { author }),
        );
    }
    if dossier.category == Category::Collective {
        let have = dossier.authors.len();
        if have < rules.group.min_members {
            reasons.push(FormalReason::GroupTooSmall { least: rules.group.min_members, have });
        }
        if let Some(most) = rules.group.max_members.filter(|m| have > *m) {
            reasons.push(FormalReason::GroupTooLarge { most, have });
        }
        let have = dossier.authors.iter().filter(|a| a.representative).count();
        if have != 1 {
            reasons.push(FormalReason::NoRepresentative { have });
        }
    }
    if needs_word_text(dossier, rules) && !dossier.attachments.iter().any(|a| a.kind == AttachmentKind::Word)
    {
        reasons.push(FormalReason::NoWordText);
    }
    let total: i64 = dossier.authors.iter().map(|a| a.share.0).sum();
    let must = rules.shares_must_sum_to.0;
    if total != must {
        reasons.push(FormalReason::SharesNotWhole { total, must });
    }
    for (author, a) in dossier.authors.iter().enumerate() {
        if rules.phone.admits(&a.phone) {
            continue;
        }
        let contact = dossier.category == Category::Individual || a.representative;
        if contact {
            reasons.push(FormalReason::BadContactPhone { author });
        } else {
            warnings.push(FormalWarning::BadPhoneCoAuthor { author });
        }
    }
    Findings { reasons, warnings }
}

/// True where the contest wants the Word text beside a video, picture or software.
fn needs_word_text(dossier: &Dossier, rules: &RulesEdition) -> bool {
    let wanted = &rules.formats.word_companion_required_for;
    dossier.form == Form::Video || dossier.attachments.iter().any(|a| wanted.contains(&a.kind))
}
