//! The unit gate and the committee's intake: *sơ loại, xác nhận, chuyển bài; tiếp nhận của Ban Tổ chức*.
//!
//! handed in → received by the unit → screened (selected, not selected, returned to mend) → confirmed by the head for
//! exactly this version → forwarded in a numbered batch before the deadline, or recorded as it came by post → accepted,
//! returned or rejected by the secretary. The standing body sends itself nothing: what was handed in to it arrived when it
//! was handed in. A new version of an entry begins again: its verdict, confirmation and arrival were those of another text.
//! This slice knows nothing of judges' marks; that an entry reached judging is all that `assess` says.

pub mod accept;
pub mod access;
pub mod assess;
pub mod bulk;
pub mod committee;
pub mod compare;
pub mod confirm;
pub mod decide;
pub mod event;
pub mod extend;
pub mod forward;
pub mod gate;
pub mod give_opinion;
pub mod receive;
pub mod reconcile;
pub mod record_arrival;
pub mod record_confirmation;
pub mod record_minutes;
pub mod return_entry;
pub mod screen;
pub mod sheet_code;
pub mod similar;
pub mod step;

pub use accept::AcceptRefusal;
pub use assess::{Assessed, Reason, Stage};
pub use bulk::{BulkAct, BulkProblem};
pub use committee::CommitteeRefusal;
pub use confirm::ConfirmRefusal;
pub use decide::{DecideRefusal, Decision, DecisionKind};
pub use event::{OnPaper, ScreeningEvent};
pub use extend::{ExtendRefusal, ShortenRefusal, Whose};
pub use forward::ForwardRefusal;
pub use gate::{Arrival, Confirmation, Gate, GivenVerdict, Intake, Verdict};
pub use give_opinion::OpinionRefusal;
pub use receive::ReceiveRefusal;
pub use reconcile::ReconcileRefusal;
pub use record_arrival::RecordArrivalRefusal;
pub use record_confirmation::RecordConfirmationRefusal;
pub use record_minutes::MinutesRefusal;
pub use return_entry::ReturnRefusal;
pub use screen::ScreenRefusal;
pub use step::Step;
