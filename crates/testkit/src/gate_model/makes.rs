//! Makes the next operation: half the time what would help an entry along, else anything; now and then by the wrong person, and
//! time passes in small steps, in days, and to the very edge of the deadline.

use super::dice::Dice;
use super::model::{DAY, Entry, Intake, MINUTE, Model, Phase, State};
use super::op::{Op, Verdict, Wait, What, Who};

/// Entries of one episode.
const ENTRIES: usize = 6;
const VERDICTS: [Verdict; 3] = [Verdict::Selected, Verdict::NotSelected, Verdict::Returned];

pub fn next(dice: &mut Dice, model: &Model) -> Op {
    let what = if dice.once_in(2) { helpful(dice, model) } else { anything(dice, model) };
    let who = if dice.once_in(8) { anybody(dice) } else { rightly(dice, model, what) };
    Op { wait: wait(dice), who, what }
}

fn wait(dice: &mut Dice) -> Wait {
    match dice.below(60) {
        0 => Wait::Deadline(dice.one_of(&[-1, 0, 1])),
        1 | 2 => Wait::For(dice.between(1, DAY)),
        _ => Wait::For(dice.between(0, 40 * MINUTE)),
    }
}

fn ago(dice: &mut Dice) -> i64 {
    if dice.once_in(3) { dice.between(0, 3 * DAY) } else { dice.between(0, 20 * MINUTE) }
}

/// What would bring the contest or an entry one step on.
fn helpful(dice: &mut Dice, model: &Model) -> What {
    if model.entries.len() < 3 {
        return begin(dice);
    }
    match model.phase {
        Phase::Draft => return What::Advance { judging: false },
        Phase::Deciding => return What::StepBack,
        Phase::Open | Phase::Judging => {}
    }
    let accepted = model.entries.iter().any(|e| e.intake == Intake::Accepted);
    if model.phase == Phase::Open && model.now >= model.deadline && model.given.len() < 4 && dice.once_in(4) {
        return extend(dice, model);
    }
    if accepted && !model.round && model.is_closed() {
        return What::OpenRound;
    }
    let open: Vec<usize> =
        (0..model.sheets.len()).filter(|s| model.sheets[*s].live && !model.sheets[*s].signed).collect();
    if !open.is_empty() && dice.once_in(4) {
        let sheet = dice.one_of(&open);
        return if dice.once_in(3) { What::Sign { sheet } } else { What::Mark { sheet } };
    }
    let entry = dice.below(model.entries.len());
    let e = &model.entries[entry];
    match e.state {
        State::Draft if e.typed.is_none() => What::Type { entry, unit: dice.below(3) },
        State::Draft => What::Submit { entry },
        State::Withdrawn => What::Revive { entry },
        State::HandedIn => onwards(dice, model, entry, e),
    }
}

fn onwards(dice: &mut Dice, model: &Model, entry: usize, e: &Entry) -> What {
    if e.typed.is_some_and(|typed| typed != (e.text, e.unit)) && !e.away(model.live(entry)) && dice.once_in(2)
    {
        return What::EditAgain { entry };
    }
    if !e.selected() {
        return What::Screen { entry, verdict: Verdict::Selected, stale: false };
    }
    if !e.confirmed {
        return What::Confirm { entry, stale: false };
    }
    if e.intake == Intake::Accepted {
        return if model.round { What::Assign { entry, judge: dice.below(2) } } else { What::OpenRound };
    }
    if e.decided {
        return What::TakeBack { entry };
    }
    if e.arrival().is_some() && e.intake != Intake::Returned {
        return What::Accept { entry };
    }
    let open = model.batches.iter().position(|b| b.unit == e.unit && !b.forwarded);
    match open {
        None => What::OpenBatch { unit: e.unit },
        Some(batch) => {
            let b = &model.batches[batch];
            if b.items.iter().all(|(i, _)| *i != entry) {
                What::Add { batch, entry }
            } else if b.letter {
                What::Forward { batch }
            } else {
                What::Letter { batch }
            }
        }
    }
}

/// Reaching from the deadline; some are too short for this hour.
fn extend(dice: &mut Dice, model: &Model) -> What {
    let entry = if dice.once_in(3) { None } else { Some(dice.below(model.entries.len())) };
    let late = (model.now - model.deadline).max(0);
    let by = late + dice.one_of(&[-DAY, 1, DAY / 2, DAY, 2 * DAY]);
    What::Extend { entry, unit: dice.below(3), by }
}

fn begin(dice: &mut Dice) -> What {
    if dice.once_in(2) { What::Begin } else { What::Paper { unit: dice.below(3), ago: ago(dice) } }
}

fn anything(dice: &mut Dice, model: &Model) -> What {
    let entry = dice.below(model.entries.len());
    let batch = dice.below(model.batches.len());
    let sheet = dice.below(model.sheets.len());
    let unit = dice.below(3);
    let stale = dice.once_in(6);
    match dice.below(40) {
        0 if model.entries.len() < ENTRIES => begin(dice),
        0..=2 => What::Type { entry, unit },
        3 => What::Submit { entry },
        4 | 5 => What::EditAgain { entry },
        6 | 7 => What::PaperAgain { entry, unit, ago: ago(dice) },
        8 => What::Withdraw { entry },
        9 => What::Revive { entry },
        10 => What::Receive { entry },
        11 | 12 => What::Screen { entry, verdict: dice.one_of(&VERDICTS), stale },
        13 => What::Confirm { entry, stale },
        14 => What::Void { entry },
        15 => What::OpenBatch { unit },
        16 => What::Add { batch, entry },
        17 => What::Remove { batch, entry },
        18 => What::Letter { batch },
        19 => What::Forward { batch },
        20 => {
            What::Arrival { unit: model.entries.get(entry).map_or(unit, |e| e.unit), entry, ago: ago(dice) }
        }
        21 => What::Arrival { unit, entry, ago: ago(dice) },
        22 => What::Accept { entry },
        23 => What::Return { entry },
        24 => What::Reject { entry },
        25 => What::Decide { entry, kept: None },
        26 => What::Decide { entry, kept: Some(dice.below(model.entries.len())) },
        27 | 28 => What::TakeBack { entry },
        29 => What::Amend { by: dice.one_of(&[-3 * DAY, -DAY, -1, 1, DAY, 2 * DAY]) },
        30 if dice.once_in(3) => dice.one_of(&[
            What::StepBack,
            What::Freeze,
            What::Advance { judging: true },
            What::Advance { judging: false },
        ]),
        30 | 31 => What::Assign { entry, judge: dice.below(2) },
        32 => What::TakeSheet { sheet },
        33 | 34 => What::Mark { sheet },
        35 | 36 => extend(dice, model),
        37 | 38 => What::TakeTimeBack { given: dice.below(model.given.len()) },
        _ => What::Sign { sheet },
    }
}

fn anybody(dice: &mut Dice) -> Who {
    let unit = dice.below(3);
    let all = [
        Who::Holder,
        Who::Clerk(unit),
        Who::Head(unit),
        Who::Delegate(unit),
        Who::Secretary,
        Who::Organiser,
        Who::Judge(dice.below(2)),
        Who::Stranger,
    ];
    dice.one_of(&all)
}

/// Somebody whose work it is.
fn rightly(dice: &mut Dice, model: &Model, what: What) -> Who {
    let unit_of = |entry: usize| model.entries.get(entry).map_or(0, |e| e.unit);
    let unit_of_batch = |batch: usize| model.batches.get(batch).map_or(0, |b| b.unit);
    let desk = |dice: &mut Dice, unit: usize| {
        dice.one_of(&[Who::Clerk(unit), Who::Clerk(unit), Who::Head(unit), Who::Delegate(unit)])
    };
    let head =
        |dice: &mut Dice, unit: usize| dice.one_of(&[Who::Head(unit), Who::Head(unit), Who::Delegate(unit)]);
    match what {
        What::Begin | What::Type { .. } | What::Submit { .. } | What::EditAgain { .. } => Who::Holder,
        What::Paper { unit, .. } => dice.one_of(&[Who::Clerk(unit), Who::Secretary]),
        What::PaperAgain { entry, .. } => dice.one_of(&[Who::Clerk(unit_of(entry)), Who::Secretary]),
        What::Withdraw { entry } | What::Revive { entry } => {
            dice.one_of(&[Who::Holder, Who::Clerk(unit_of(entry))])
        }
        What::Receive { entry } | What::Screen { entry, .. } => desk(dice, unit_of(entry)),
        What::Confirm { entry, .. } | What::Void { entry } => head(dice, unit_of(entry)),
        What::OpenBatch { unit } => desk(dice, unit),
        What::Add { batch, .. } | What::Remove { batch, .. } | What::Letter { batch } => {
            desk(dice, unit_of_batch(batch))
        }
        What::Forward { batch } => head(dice, unit_of_batch(batch)),
        What::Arrival { .. }
        | What::Accept { .. }
        | What::Return { .. }
        | What::Reject { .. }
        | What::Decide { .. }
        | What::TakeBack { .. }
        | What::Assign { .. }
        | What::TakeSheet { .. }
        | What::OpenRound => Who::Secretary,
        What::Advance { .. } | What::StepBack | What::Freeze | What::Amend { .. } => Who::Organiser,
        What::Extend { .. } | What::TakeTimeBack { .. } => Who::Organiser,
        What::Mark { sheet } | What::Sign { sheet } => {
            Who::Judge(model.sheets.get(sheet).map_or(0, |s| s.judge))
        }
    }
}
