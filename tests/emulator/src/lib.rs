//! A server that speaks as AWS Well-Architected does.

pub mod faults;
