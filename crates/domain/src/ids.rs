//! Identities. A row's id is an `i64` that never leaves its type; a code is what people write on paper.

macro_rules! ids { ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
    $(#[$doc])*
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct $name(pub i64);
)* } }

macro_rules! codes { ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
    $(#[$doc])*
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct $name(pub String);
    impl $name { pub fn as_str(&self) -> &str { &self.0 } }
    impl From<&str> for $name { fn from(s: &str) -> Self { Self(s.to_owned()) } }
    impl std::fmt::Display for $name {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
    }
)* } }

ids! {
    /// Cuộc thi.
    ContestId,
    /// Thể lệ, one frozen edition of it.
    EditionId,
    /// Đơn vị.
    UnitId,
    /// A person with an account.
    PersonId,
    /// Bài dự thi.
    EntryId,
    /// Công văn + danh sách chuyển.
    BatchId,
    /// Giám khảo of one contest.
    JudgeId,
    /// Vòng chấm, opened.
    RoundId,
    /// Phiếu chấm.
    SheetId,
    /// A stored file.
    FileId,
}

codes! {
    /// `X-CHUCSON`: units are matched by code, never by name.
    UnitCode,
    /// `CM24-001`, or the receipt code that an entry handed in online was given.
    EntryCode,
    /// `GK01`.
    JudgeCode,
    /// `hieu_qua`.
    CriterionCode,
    /// `mot_cua`.
    AreaCode,
    /// `1`, `chung_khao`.
    RoundCode,
    /// `nhat`.
    LevelCode,
    /// `own_unit`, `district`, `commune`, `organisation`, or a contest's own.
    RouteCode,
}
