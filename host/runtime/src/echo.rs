//! How much does an answer grow to in a report? A code of two bytes stands for up to two kilobytes of the legend, and may
//! be given any number of times: what a call may return bounds its texts as well.

use architrave_core::outcome::{
    Advice, Consequences, ControlEntry, Legend, LegendCode, LegendEntry, Priorities, Scorecard,
};

/// What a row costs beside its texts.
const ROW_BYTES: u64 = 64;

/// The longest id and the longest text of a legend; nothing that a code stands for is longer.
const TEXT_BYTES_MAX: u64 = 128 + 2048;

/// A role's answer, which refers to the legend.
pub(crate) trait Echo {
    /// Codes that it holds.
    fn codes(&self) -> usize;

    /// Bytes of the texts that the codes stand for.
    fn text_bytes(&self, legend: &Legend) -> u64;
}

/// Whether an answer stays within a number of bytes once its codes are texts.
pub(crate) fn fits(answer: &impl Echo, legend: &Legend, limit_bytes: u64) -> bool {
    let codes = u64::try_from(answer.codes()).unwrap_or(u64::MAX);
    // Most answers are so short that their texts need not be looked up.
    if codes.saturating_mul(ROW_BYTES + TEXT_BYTES_MAX) <= limit_bytes {
        return true;
    }
    codes.saturating_mul(ROW_BYTES).saturating_add(answer.text_bytes(legend)) <= limit_bytes
}

impl Echo for Scorecard {
    fn codes(&self) -> usize {
        self.contributions.len()
    }

    fn text_bytes(&self, legend: &Legend) -> u64 {
        sum(self.contributions.iter().flatten().map(|row| one(&legend.reasons, row.reason)))
    }
}

impl Echo for Priorities {
    fn codes(&self) -> usize {
        self.rows.len()
    }

    fn text_bytes(&self, legend: &Legend) -> u64 {
        sum(self.rows.iter().map(|row| one(&legend.reasons, row.reason)))
    }
}

impl Echo for Consequences {
    fn codes(&self) -> usize {
        self.rows.len().saturating_add(self.controls.len())
    }

    fn text_bytes(&self, legend: &Legend) -> u64 {
        let consequences = sum(self.rows.iter().map(|row| one(&legend.consequences, row.consequence)));
        let control = |code: u16| legend.controls.get(usize::from(code)).map_or(0, control_bytes);
        consequences.saturating_add(sum(self.controls.codes().map(control)))
    }
}

impl Echo for Advice {
    fn codes(&self) -> usize {
        self.lines.len()
    }

    fn text_bytes(&self, legend: &Legend) -> u64 {
        sum(self.lines.codes().map(|code| one(&legend.advice, Some(code))))
    }
}

fn one(entries: &[LegendEntry], code: LegendCode) -> u64 {
    let entry = code.and_then(|code| entries.get(usize::from(code)));
    entry.map_or(0, |entry| length(&entry.id).saturating_add(length(&entry.text)))
}

fn control_bytes(entry: &ControlEntry) -> u64 {
    length(&entry.framework).saturating_add(length(&entry.requirement))
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

fn sum(bytes: impl Iterator<Item = u64>) -> u64 {
    bytes.fold(0, u64::saturating_add)
}
