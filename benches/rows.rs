//! What stands in the table? One module per kind of measurement; each measures ours and the other in turns.

pub(crate) mod idle;
mod process;
mod reading;
mod roles;
mod scale;
mod stream;
mod threads;

use architrave_benches::table::Row;

use crate::setup::Setup;

/// All rows, in the order of the table.
pub(crate) fn all(quick: bool) -> Vec<Row> {
    let setup = Setup::new();
    [
        roles::rows(&setup, quick),
        reading::rows(&setup, quick),
        scale::rows(&setup, quick),
        threads::rows(&setup, quick),
        process::rows(quick),
        idle::rows(),
        stream::rows(quick),
    ]
    .into_iter()
    .flatten()
    .collect()
}
