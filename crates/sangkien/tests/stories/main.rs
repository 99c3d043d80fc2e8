//! Stories: what people do with the product, from the outside.

mod html;
mod rehearsal;
mod screening;
mod site;
