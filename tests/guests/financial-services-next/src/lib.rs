//! What would the next version of `financial-services` be, if it put reliability first?

#![forbid(unsafe_code)]

#[path = "../../../../plugins/financial-services/src/table.rs"]
mod table;

use architrave_plugin_industry::{
    Industry, PillarRow,
    controls::{GDPR, PCI_DSS},
    industry_plugin,
};

/// The rows of the version before, those of the first two pillars the other way round.
const PILLARS: &[PillarRow] = match table::PILLARS {
    [security, reliability, operations, cost, performance, sustainability] => {
        &[*reliability, *security, *operations, *cost, *performance, *sustainability]
    }
    other => other,
};

const NEXT: Industry =
    Industry { pillars: PILLARS, other: table::OTHER, advice: table::ADVICE, controls: &[PCI_DSS, GDPR] };

industry_plugin!(
    /// The plugin.
    pub FinancialServicesNext, NEXT
);
