//! The operations, as plain values: numbers name entries, batches and sheets in the order in which they came.

/// One operation: time passes, then somebody tries something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Op {
    pub wait: Wait,
    pub who: Who,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Milliseconds.
    For(i64),
    /// Until so many milliseconds after the units' deadline (before it where negative), unless that is over.
    Deadline(i64),
}

/// Units are 0 (the standing body), 1 and 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever has the PIN of the entry that is spoken of.
    Holder,
    Clerk(usize),
    Head(usize),
    /// Of the head, on the days of the world.
    Delegate(usize),
    Secretary,
    Organiser,
    Judge(usize),
    /// An account without a role.
    Stranger,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Selected,
    NotSelected,
    Returned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Begin,
    /// A new text in the working copy, for this unit.
    Type {
        entry: usize,
        unit: usize,
    },
    Submit {
        entry: usize,
    },
    EditAgain {
        entry: usize,
    },
    /// Received so many milliseconds ago.
    Paper {
        unit: usize,
        ago: i64,
    },
    PaperAgain {
        entry: usize,
        unit: usize,
        ago: i64,
    },
    Withdraw {
        entry: usize,
    },
    Revive {
        entry: usize,
    },
    Receive {
        entry: usize,
    },
    /// Of the version that counts, or of the one before.
    Screen {
        entry: usize,
        verdict: Verdict,
        stale: bool,
    },
    Confirm {
        entry: usize,
        stale: bool,
    },
    Void {
        entry: usize,
    },
    OpenBatch {
        unit: usize,
    },
    Add {
        batch: usize,
        entry: usize,
    },
    Remove {
        batch: usize,
        entry: usize,
    },
    Letter {
        batch: usize,
    },
    Forward {
        batch: usize,
    },
    /// Came by post so many milliseconds ago.
    Arrival {
        unit: usize,
        entry: usize,
        ago: i64,
    },
    Accept {
        entry: usize,
    },
    Return {
        entry: usize,
    },
    Reject {
        entry: usize,
    },
    /// A copy of another entry, or not new.
    Decide {
        entry: usize,
        kept: Option<usize>,
    },
    TakeBack {
        entry: usize,
    },
    /// To the phase of taking entries or of judging.
    Advance {
        judging: bool,
    },
    StepBack,
    /// Standings are frozen.
    Freeze,
    /// The deadline moves by so many milliseconds.
    Amend {
        by: i64,
    },
    /// More time for an entry, or for a unit, until so many milliseconds after the deadline.
    Extend {
        entry: Option<usize>,
        unit: usize,
        by: i64,
    },
    TakeTimeBack {
        given: usize,
    },
    OpenRound,
    Assign {
        entry: usize,
        judge: usize,
    },
    TakeSheet {
        sheet: usize,
    },
    Mark {
        sheet: usize,
    },
    Sign {
        sheet: usize,
    },
}

impl What {
    pub fn name(self) -> &'static str {
        match self {
            What::Begin => "begin",
            What::Type { .. } => "type",
            What::Submit { .. } => "submit",
            What::EditAgain { .. } => "edit again",
            What::Paper { .. } => "record paper",
            What::PaperAgain { .. } => "record paper again",
            What::Withdraw { .. } => "withdraw",
            What::Revive { .. } => "revive",
            What::Receive { .. } => "receive",
            What::Screen { .. } => "screen",
            What::Confirm { .. } => "confirm",
            What::Void { .. } => "void",
            What::OpenBatch { .. } => "open batch",
            What::Add { .. } => "add to batch",
            What::Remove { .. } => "remove from batch",
            What::Letter { .. } => "letter",
            What::Forward { .. } => "forward",
            What::Arrival { .. } => "record arrival",
            What::Accept { .. } => "accept",
            What::Return { .. } => "return to unit",
            What::Reject { .. } => "turn down",
            What::Decide { .. } => "decide",
            What::TakeBack { .. } => "take back",
            What::Advance { .. } => "advance",
            What::StepBack => "step back",
            What::Freeze => "freeze",
            What::Amend { .. } => "amend",
            What::Extend { .. } => "extend",
            What::TakeTimeBack { .. } => "take time back",
            What::OpenRound => "open round",
            What::Assign { .. } => "assign",
            What::TakeSheet { .. } => "take sheet",
            What::Mark { .. } => "mark",
            What::Sign { .. } => "sign",
        }
    }
}
