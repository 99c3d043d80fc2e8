//! `RulesEdition`: everything of the announcement that another contest decides otherwise.
//!
//! Mechanisms are closed enums, choices are data. Source of the fields: `data/CONTEST-FORMAT.md`; of the values for
//! Chương Mỹ 2024: the announcement, and what is marked *configuration* in its `contest.json`.

use super::age::AgeRule;
use super::community::CommunityVote;
use super::deadline::Grace;
use super::fields::FormField;
use super::side_prize::SidePrize;
use crate::ids::{AreaCode, CriterionCode, LevelCode, RoundCode, RouteCode, UnitCode};
use crate::marks::Marks;
use crate::money::Vnd;
use crate::percent::SharePercent;
use crate::ratio::Ratio;
use crate::time::{Before, Day};
use std::sync::Arc;

/// Thể lệ. One frozen edition.
#[derive(Debug, Clone, PartialEq)]
pub struct RulesEdition {
    /// `CM24`.
    pub code: String,
    pub name: String,
    pub organiser_unit: UnitCode,
    pub organiser_name: String,
    /// Where entries of the units arrive for the committee: *thường trực*, here the Home Affairs office.
    pub standing_body: UnitCode,
    pub timeline: Timeline,
    pub areas: Vec<Area>,
    pub routes: Vec<RouteChoice>,
    pub formats: Formats,
    pub group: GroupRule,
    /// What the shares of all authors of an entry add up to.
    pub shares_must_sum_to: SharePercent,
    pub phone: PhonePattern,
    pub entrants: Entrants,
    pub quotas: Vec<Quota>,
    pub judging: Judging,
    pub prizes: PrizeStructure,
    /// Beside the structure; none in most contests.
    pub side_prizes: Vec<SidePrize>,
    /// The share of the votes cast in the committee that confirms the prizes (`2/3`); `None`: confirmed without a vote.
    /// In `contest.json`: `prizes.committee_majority`. Source: product.md, section 5, "votes needed in the committee".
    pub committee_majority: Option<Ratio>,
    pub sections: Vec<Section>,
    /// Asked after the sections, in order; none in most contests. In `contest.json`: `form.fields`.
    pub fields: Vec<FormField>,
    pub gallery: GalleryRules,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    pub launch: Option<Day>,
    /// Entries must have arrived before this instant. Source: announcement, "trước ngày 10/4/2024". Where the organiser has granted a grace
    /// period to everybody, its end.
    pub units_send: Before,
    pub grace: Option<Grace>,
    /// Source: announcement, "xong trước 05/5/2024".
    pub judging_finished: Option<Before>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub code: AreaCode,
    pub name: String,
}

/// Nơi nộp bài: where an entry may be handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteChoice {
    pub code: RouteCode,
    pub name: String,
}

/// Hình thức bài dự thi.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    Written,
    Video,
}

/// Cá nhân / tập thể.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Individual,
    Collective,
}

/// What an attachment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttachmentKind {
    Word,
    Pdf,
    Image,
    Video,
    Software,
    Product,
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formats {
    pub allowed: Vec<Form>,
    /// Attachment kinds that need an attachment of kind `Word`; a video entry needs it whenever `Video` is listed.
    pub word_companion_required_for: Vec<AttachmentKind>,
}

/// A group of authors. Source: announcement, "2 người trở lên".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupRule {
    pub min_members: usize,
    pub max_members: Option<usize>,
}

/// A telephone pattern of the contest: its text as the rules state it, and the test that `app` compiled from it (ADR-0002).
#[derive(Clone)]
pub struct PhonePattern {
    pattern: String,
    admits: Arc<dyn Fn(&str) -> bool + Send + Sync>,
}

impl PhonePattern {
    /// `admits` must be pure: the same number, the same answer.
    pub fn new(pattern: &str, admits: impl Fn(&str) -> bool + Send + Sync + 'static) -> PhonePattern {
        PhonePattern { pattern: pattern.to_owned(), admits: Arc::new(admits) }
    }

    pub fn admits(&self, phone: &str) -> bool {
        (self.admits)(phone)
    }

    pub fn as_str(&self) -> &str {
        &self.pattern
    }
}

impl PartialEq for PhonePattern {
    fn eq(&self, o: &PhonePattern) -> bool {
        self.pattern == o.pattern
    }
}

impl std::fmt::Debug for PhonePattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhonePattern({:?})", self.pattern)
    }
}

/// Who may enter. Source: product.md, section 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrants {
    pub admitted: Admitted,
    /// In `contest.json`: `entrants.age`.
    pub age: Option<AgeRule>,
    /// Judges, organisers and secretaries of the contest cannot be authors.
    pub officials_excluded: bool,
    /// When co-authors have to have confirmed. In `contest.json`: `entrants.co_authors`.
    pub co_authors: CoAuthors,
    /// The text of the announcement, for the public page.
    pub individual: Vec<String>,
    pub collective: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admitted {
    Everyone,
    StaffOnly,
    CollectiveOnly,
}

/// Until when every co-author has to have confirmed (*đồng tác giả xác nhận*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoAuthors {
    /// Never: who has confirmed is shown.
    Shown,
    /// The unit cannot send the entry before.
    BeforeForwarding,
    /// The entry cannot be handed in before.
    BeforeHandIn,
}

/// Chỉ tiêu: how many good entries a unit of these kinds is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    pub unit_kinds: Vec<String>,
    pub min: u32,
    pub strength: QuotaStrength,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuotaStrength {
    Required,
    Encouraged,
    None,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Judging {
    /// The contest's rubric; a round may have its own.
    pub criteria: Vec<Criterion>,
    /// At least one, in order.
    pub rounds: Vec<Round>,
    pub final_score: FinalScore,
    /// What a vote of the public weighs beside the judges. `None`: nothing.
    pub community_vote: Option<CommunityVote>,
    pub deviation_flag: Option<DeviationFlag>,
    /// Criteria in the announced order, compared by weighted mean over all sheets of the last round.
    pub tie_break: Vec<CriterionCode>,
    /// Who decides what the criteria leave equal, where a prize border runs through it.
    pub last_tie_break: LastTieBreak,
    /// A mean of 0 in one of these means no place.
    pub zero_disqualifies: Vec<CriterionCode>,
    pub judges_per_entry: usize,
    pub visibility: Visibility,
    /// A judge of the same unit as an author is in conflict.
    pub same_unit_conflict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    Open,
    Blind,
}

/// Tiêu chí, with its scale (*thang điểm*).
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    pub code: CriterionCode,
    pub name: String,
    /// Largest mark; the smallest is 0.
    pub max: Marks,
    /// Marks are multiples of it; above 0.
    pub step: Marks,
    /// Points × weight go into the total. 1 unless the contest says otherwise.
    pub weight: Ratio,
    pub comment_required: bool,
    pub bands: Vec<Band>,
}

/// Mức: a named range of marks within a criterion, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    pub code: String,
    pub label: String,
    pub min: Marks,
    pub max: Marks,
}

/// Vòng chấm.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    pub code: RoundCode,
    pub name: String,
    pub combine: Combine,
    /// Entries with a value below it do not go on. `None`: everybody passes.
    pub threshold: Option<Ratio>,
    /// At most so many go on, whatever their value. `None`: all who pass the threshold. In `contest.json`: `judging.rounds[].finalists`.
    pub finalists: Option<Finalists>,
    /// This round's rubric.
    pub criteria: Vec<Criterion>,
}

/// Số bài vào vòng sau: the first `top` of each pool, which is ranked by itself because its prizes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finalists {
    pub top: usize,
    pub border: FinalistBorder,
}

/// What happens to entries of equal value where the number of finalists runs through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalistBorder {
    /// All of them go on: there are more finalists than `top`.
    AllGoOn,
    /// None of them goes on: there are fewer.
    NobodyGoesOn,
    /// The tie-break criteria decide, by the means of this round; what they leave equal goes on.
    TieBreak,
}

/// How the sheet totals of one entry in one round become its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    Mean,
    /// One highest and one lowest total are dropped (also among equals) where an entry has at least so many sheets.
    DropHighestAndLowest {
        applies_from_judges: usize,
    },
    /// Two mark; a difference of `gap` or more calls a third.
    ThirdMarker {
        gap: Ratio,
        third: ThirdMark,
    },
}

/// What a third mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThirdMark {
    Decides,
    MeanOfThree,
    /// The two totals nearest to each other; of two equally near pairs the higher (ADR-0006).
    MeanOfTwoClosest,
}

/// How the values of the rounds become the one that is ranked.
#[derive(Debug, Clone, PartialEq)]
pub enum FinalScore {
    LastRoundDecides,
    /// Weight of each round, by its code.
    WeightedRounds(Vec<(RoundCode, Ratio)>),
}

/// A sheet further than `more_than` from the mean of the entry's other sheets is shown to the chair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviationFlag {
    pub more_than: Ratio,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastTieBreak {
    Chair,
    CommitteeVote,
    /// Nobody: entries still equal at a border get no prize of it.
    Nobody,
}

/// Cơ cấu giải thưởng.
#[derive(Debug, Clone, PartialEq)]
pub enum PrizeStructure {
    /// One set of prizes for all; a collective gets the individual amount times the factor.
    Pooled { levels: Vec<PrizeLevel>, collective_factor: Ratio },
    /// One set per category, each with its own amounts.
    PerCategory { individual: Vec<PrizeLevel>, collective: Vec<PrizeLevel> },
}

/// Mức giải. `prize_vnd` is what an individual gets (pooled) or what a winner of the category gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrizeLevel {
    pub code: LevelCode,
    pub name: String,
    pub count: usize,
    pub prize_vnd: Vnd,
}

/// A part of the entry's text, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub code: String,
    pub name: String,
    pub required: bool,
    /// In characters after NFC.
    pub max_chars: usize,
}

/// Trưng bày: what of the entries everybody may see once the result is released. In `contest.json`: `gallery`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleryRules {
    pub shown: Shown,
    /// The section whose beginning is the summary; empty where the contest has no sections.
    pub summary: String,
}

/// Which entries the gallery shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    Nobody,
    Winners,
    /// Winners, and of the others with a place those whose author consented to the text.
    Consenting,
    /// Every entry with a place.
    Ranked,
}

/// A pool of entries ranked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pool {
    All,
    Individual,
    Collective,
}

impl RulesEdition {
    /// The pool in which an entry of the category is ranked.
    pub fn pool_of(&self, category: Category) -> Pool {
        match (&self.prizes, category) {
            (PrizeStructure::Pooled { .. }, _) => Pool::All,
            (PrizeStructure::PerCategory { .. }, Category::Individual) => Pool::Individual,
            (PrizeStructure::PerCategory { .. }, Category::Collective) => Pool::Collective,
        }
    }

    pub fn round(&self, code: &RoundCode) -> Option<&Round> {
        self.judging.rounds.iter().find(|r| r.code == *code)
    }

    /// What a section or a field of the form is called.
    pub fn name_of(&self, code: &str) -> Option<&str> {
        let section = self.sections.iter().find(|s| s.code == code).map(|s| s.name.as_str());
        section.or_else(|| self.fields.iter().find(|f| f.code == code).map(|f| f.label.as_str()))
    }

    /// The first quota that names the kind.
    pub fn quota_for(&self, unit_kind: &str) -> Option<&Quota> {
        self.quotas.iter().find(|q| q.unit_kinds.iter().any(|k| k == unit_kind))
    }
}

pub(crate) use crate::words::words;

words!(Form { Written = "written", Video = "video" });
words!(Category { Individual = "individual", Collective = "collective" });
words!(AttachmentKind { Word = "word", Pdf = "pdf", Image = "image", Video = "video", Software = "software", Product = "product", Other = "other" });
words!(QuotaStrength { Required = "required", Encouraged = "encouraged", None = "none" });
words!(Pool { All = "all", Individual = "individual", Collective = "collective" });
words!(Visibility { Open = "open", Blind = "blind" });
words!(Admitted { Everyone = "everyone", StaffOnly = "staff_only", CollectiveOnly = "collective_only" });
words!(CoAuthors { Shown = "shown", BeforeForwarding = "before_forwarding", BeforeHandIn = "before_hand_in" });
words!(LastTieBreak { Chair = "chair", CommitteeVote = "committee_vote", Nobody = "nobody" });
words!(Shown { Nobody = "none", Winners = "winners", Consenting = "consenting", Ranked = "ranked" });
words!(FinalistBorder { AllGoOn = "all_go_on", NobodyGoesOn = "nobody_goes_on", TieBreak = "tie_break" });
words!(ThirdMark { Decides = "third_mark_decides", MeanOfThree = "mean_of_three", MeanOfTwoClosest = "mean_of_two_closest" });

impl Combine {
    pub fn word(self) -> &'static str {
        match self {
            Combine::Mean => "mean",
            Combine::DropHighestAndLowest { .. } => "drop_high_low",
            Combine::ThirdMarker { .. } => "two_marks_third_on_gap",
        }
    }
}
