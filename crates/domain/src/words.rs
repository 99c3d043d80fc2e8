//! The word of a closed choice: what files, the database and keys of texts hold for each variant of an enum.

macro_rules! words { ($ty:ident { $($variant:ident = $word:literal),* $(,)? }) => {
    impl $ty {
        pub const ALL: &'static [$ty] = &[$($ty::$variant),*];
        /// The word that files and the database hold.
        pub fn word(self) -> &'static str { match self { $($ty::$variant => $word),* } }
        pub fn from_word(word: &str) -> Option<$ty> { match word { $($word => Some($ty::$variant),)* _ => None } }
    }
} }
pub(crate) use words;
