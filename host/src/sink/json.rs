//! How is a report written as JSON? As it is: two spaces of indent, members in the order of the types, a final newline.

use std::io::{self, Write as _};

use architrave_core::report::Report;

/// Written at a time.
const BUFFER_BYTES: usize = 64 << 10;

pub(super) fn json(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    // Members come in pieces of a few bytes each.
    let mut buffer = io::BufWriter::with_capacity(BUFFER_BYTES, out);
    serde_json::to_writer_pretty(&mut buffer, report)?;
    buffer.write_all(b"\n")?;
    buffer.flush()
}
