//! .
pub mod builtin;
pub mod explain;
pub mod sink;
pub mod source;
