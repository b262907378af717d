//! The facts of an AWS Well-Architected review, and nothing else.
//!
//! This crate is pure: it reads no file, asks no clock, starts no thread, and holds no hash map whose order could leak
//! into a result. Parsing may fail and says everything that is wrong at once; whatever comes after parsing is total.
//!
//! The way of one review: [`wire`] shapes as AWS writes them → [`snapshot::resolve`] checks every reference and settles
//! every fact → plugins judge it, elsewhere → [`assess::assess`] folds their [`outcome`]s with the facts into a
//! [`report`].

#![forbid(unsafe_code)]

pub mod assess;
pub mod catalogue;
pub mod condition;
pub mod counts;
pub mod diagnostic;
pub mod digest;
pub mod gate;
pub mod improvement;
pub mod laws;
pub mod lens;
pub mod lint;
pub mod manifest;
pub mod outcome;
pub mod report;
pub mod risk;
pub mod risk_command;
pub mod score;
pub mod settings;
pub mod snapshot;
pub mod stream;
pub mod wire;
