//! How is a report written as JSON? As it is: two spaces of indent, members in the order of the types, a final newline.

use std::io;

use architrave_core::report::Report;

pub(super) fn json(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")
}
