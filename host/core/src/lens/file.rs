//! What others of this crate need of a lens file as it was written.

pub(crate) use super::{
    locate::{escape, locate, locate_all},
    member::Member,
    parse::{invalid_json, read, without_mark},
    resolve::resolve,
    wire,
};
