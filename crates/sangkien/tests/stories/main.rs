//! Stories: what people do with the product, from the outside.

mod rehearsal;
mod screening;
