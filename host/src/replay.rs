//! Does a report follow from its inputs? It is made again and compared, causes first: `architrave.replay/1`.
//!
//! A report carries digests of whatever it comes from, and of what each plugin said. So a comparison can say not only that
//! two reports differ but where it begins: another version, other limits, another component, another answer.
//!
//! [`Recorded::read`] takes a report in; whoever has its inputs makes it again, as [`Recorded::run`] says; [`compare`]
//! tells. [`RecordedStream`] does the same for a stream, line by line, in the memory of a few lines.
//!
//! Nothing that stands in the report is believed: every value of it is compared with the one made again.

mod causes;
mod differences;
mod facts;
mod line;
mod pairs;
mod reader;
mod recorded;
mod reviews;
mod same;
mod stream;
mod tail;
mod text;
mod values;

use architrave_core::report::Report;
use serde::Serialize;

pub use self::{
    differences::{DIFFERENCES_MAX, Difference, Kind},
    recorded::{REPORT_BYTES_MAX, Recorded},
    same::Bytes,
    stream::{Opened, RecordedStream, Remaking},
};
use crate::sink::{self, Format, Style};

/// What `schema` says.
pub const SCHEMA: &str = "architrave.replay/1";

/// What came of a replay; its JSON is `architrave.replay/1`, to which members may be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// `architrave.replay/1`.
    pub schema: &'static str,
    /// Whether the report follows from its inputs.
    pub result: Conclusion,
    /// Of the report's file, as `sha256sum` prints it.
    pub report_sha256: String,
    /// Of the report that was made again.
    pub again_sha256: String,
    /// How far the two texts are the same.
    pub bytes: Bytes,
    /// What was made again.
    pub compared: Compared,
    /// At most 20, causes first.
    pub differences: Vec<Difference>,
    /// How many there are in all.
    pub differences_total: u64,
}

/// Whether a report follows from its inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Conclusion {
    /// It does.
    Equal,
    /// It does not, or something that it comes from is not what it was.
    Differs,
    /// All differences may come from a limit on wall-clock time, in the report or now.
    Undecided,
}

/// What was made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Plugins that were loaded.
    pub plugins: usize,
    /// Documents of the stream; `null` for a report.
    pub documents: Option<usize>,
    /// Reviews that were assessed.
    pub reviews: usize,
    /// Outcomes: one per review and plugin.
    pub outcomes: usize,
}

/// Compares a report with the one that was made again from its inputs.
///
/// # Errors
///
/// When `again` cannot be written as JSON; none is known.
pub fn compare(then: &Recorded, mut again: Report) -> Result<Replay, serde_json::Error> {
    let compared = Compared {
        plugins: again.plugins.len(),
        documents: None,
        reviews: again.reviews.len(),
        outcomes: again.reviews.iter().map(|review| review.outcomes.len()).sum(),
    };
    let write = |report: &Report| {
        sink::render(report, Format::Json, &Style::default()).map_err(<serde_json::Error as serde::ser::Error>::custom)
    };
    let mut text = write(&again)?;
    let again_sha256 = architrave_core::digest::bytes(text.as_bytes()).to_string();
    let mut differences = differences::Differences::default();
    let mut bytes = Bytes::Equal;
    if text != then.text() {
        let renamed = same::use_file_names(&mut again, then.value());
        if renamed {
            text = write(&again)?;
        }
        bytes = same::bytes(then.text(), &text, renamed);
        let now = serde_json::to_value(&again)?;
        // What was just written can be read.
        let (origin, reviews) =
            facts::both(&now, "").map_err(|_| <serde_json::Error as serde::ser::Error>::custom(SCHEMA))?;
        causes::compare(then.origin(), &origin, &mut differences);
        reviews::compare((then.reviews(), then.value()), (&reviews, &now), "", &mut differences);
        if bytes == Bytes::Differ && differences.total() == 0 {
            differences.push(same::first_line(then.text(), &text));
        }
    }
    let result = differences.conclusion();
    let (differences, differences_total) = differences.finish();
    let report_sha256 = then.sha256().to_owned();
    Ok(Replay { schema: SCHEMA, result, report_sha256, again_sha256, bytes, compared, differences, differences_total })
}
