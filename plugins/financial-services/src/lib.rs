//! How does financial services judge a review?
//!
//! All judgement stands in `table.rs` and in the tables of requirements; how the tables are read is common to the
//! industry plugins.

#![forbid(unsafe_code)]

mod table;

use architrave_plugin_industry::{
    Industry,
    controls::{GDPR, PCI_DSS},
    industry_plugin,
};

/// The table of this industry.
pub const INDUSTRY: Industry =
    Industry { pillars: table::PILLARS, other: table::OTHER, advice: table::ADVICE, controls: &[PCI_DSS, GDPR] };

industry_plugin!(
    /// The plugin.
    pub FinancialServices, INDUSTRY
);

#[cfg(test)]
mod tests;
