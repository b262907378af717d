//! What stands in the table? One module per kind of measurement; each measures ours and the other in turns.

pub(crate) mod held;
pub(crate) mod idle;
mod process;
mod reading;
mod roles;
mod scale;
mod stream;
mod threads;

use architrave_benches::table::Row;

use crate::setup::Setup;

/// Measures the rows of one kind.
type Measure = fn(&Setup, bool) -> Vec<Row>;

/// Every kind, in the order of the table.
const KINDS: [(&str, Measure); 7] = [
    ("roles", roles::rows),
    ("reading", reading::rows),
    ("threads", threads::rows),
    ("process", |_, quick| process::rows(quick)),
    ("idle", |_, _| idle::rows()),
    ("stream", |_, quick| stream::rows(quick)),
    // Last: what ten thousand reviews leave behind in the allocator would slow down whatever follows.
    ("scale", scale::rows),
];

/// The rows of these kinds, or all where none is named.
pub(crate) fn all(quick: bool, kinds: &[String]) -> Vec<Row> {
    let setup = Setup::new();
    let is_wanted = |kind: &str| kinds.is_empty() || kinds.iter().any(|wanted| wanted == kind);
    KINDS.iter().filter(|(kind, _)| is_wanted(kind)).flat_map(|(_, measure)| measure(&setup, quick)).collect()
}
