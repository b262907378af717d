//! How does healthcare judge a review?
//!
//! All judgement stands in `table.rs` and in the tables of requirements; how the tables are read is common to the
//! industry plugins.

#![forbid(unsafe_code)]

mod table;

use architrave_plugin_industry::{
    Industry,
    controls::{GDPR, HIPAA},
    industry_plugin,
};

/// The table of this industry.
pub const INDUSTRY: Industry =
    Industry { pillars: table::PILLARS, other: table::OTHER, advice: table::ADVICE, controls: &[HIPAA, GDPR] };

industry_plugin!(
    /// The plugin.
    pub Healthcare, INDUSTRY
);

#[cfg(test)]
mod tests;
