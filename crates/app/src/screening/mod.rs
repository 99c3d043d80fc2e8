//! The unit gate and the committee's intake, on the tables `gate`, `screening_sheet`, `confirmation`, `batch`,
//! `batch_item`. Each action locks the entry (a batch first, then its entries by id), asks, decides, saves, records.

mod accept;
mod assess;
mod batch;
mod bulk;
mod committee;
mod confirm;
mod decide;
mod desk;
mod extend;
mod forward;
mod give_opinion;
pub mod import_entries;
mod intake;
mod quota;
mod receive;
mod reconcile;
mod record_arrival;
mod record_confirmation;
mod record_minutes;
mod return_entry;
mod screen;
mod similar;
pub mod store;
mod versions;

pub use accept::{accept, accept_all};
pub use assess::{assess, assess_all};
pub use batch::{add_to_batch, open_batch, remove_from_batch, set_letter};
pub use bulk::{
    BulkAsk, BulkDone, BulkLine, BulkPreview, BulkRefusal, LastBulk, UndoRefusal, do_bulk, is_of_reason,
    preview_bulk, undo_bulk,
};
pub use committee::{CommitteePage, NewCommittee, committee_page, end_committee, set_up_committee};
pub use confirm::{confirm, void_confirmation};
pub use decide::{decide, take_back_decision};
pub use desk::{
    BatchItem, BatchPage, Desk, DeskRow, EntryPage, batch_page, desk, entry_page, my_desks, my_figures,
    my_intakes,
};
pub use extend::{
    ExtensionsPage, any_entry_by_code, extend, extensions, granted_to_unit, take_extension_back,
};
pub use forward::forward;
pub use give_opinion::give_opinion;
pub use intake::{Intake, IntakeList, IntakeRow, entry_by_code, intake};
pub use quota::{AreaCount, Behind, Figures, figures, quota_board};
pub use receive::receive;
pub use reconcile::{checks, reconcile};
pub use record_arrival::{Arrived, record_arrival};
pub use record_confirmation::{RecordedSheet, record_confirmation, signed_scan, signers};
pub use record_minutes::{MinutesItem, MinutesPage, NewMinutes, minutes_page, record_minutes};
pub use return_entry::{reject, return_to_unit};
pub use screen::screen;
pub use similar::{Like, Side, SimilarPair, similar};
pub use store::{
    BatchLine, CheckRow, CommitteeRow, ConfirmationRow, ConfirmedWords, DecisionRow, ExtensionRow, Face,
    HeadLine, MinutesRow, OpinionRow, PaperRow, SheetRow, StruckLine, UnitFace, VersionLine,
};
pub use versions::{VersionsPage, versions};
