//! What did a plugin say on the side? A bounded number of clean lines, and whether the last one announced a panic.

use architrave_core::{laws, outcome::LogLine};

/// How the SDK's panic hook starts its line.
const PANIC_PREFIX: &str = "panic: ";

/// The log of one instance; bounds count anew for each call.
#[derive(Debug)]
pub(crate) struct Log {
    lines: Vec<LogLine>,
    lines_max: u64,
    bytes_max: u64,
    lines_left: u64,
    bytes_left: u64,
    /// Of all messages of a call, dropped ones as well.
    passed_bytes: u64,
    dropped: u64,
    panic: Option<String>,
}

impl Log {
    pub(crate) const fn new(lines_max: u64, bytes_max: u64) -> Self {
        Self {
            lines: Vec::new(),
            lines_max,
            bytes_max,
            lines_left: lines_max,
            bytes_left: bytes_max,
            passed_bytes: 0,
            dropped: 0,
            panic: None,
        }
    }

    /// Starts counting anew.
    pub(crate) fn begin_call(&mut self) {
        self.lines_left = self.lines_max;
        self.bytes_left = self.bytes_max;
        self.passed_bytes = 0;
        self.dropped = 0;
        self.panic = None;
    }

    /// Takes what was logged since [`Self::begin_call`], with a last line that counts what was dropped.
    pub(crate) fn take(&mut self) -> Vec<LogLine> {
        let mut lines = std::mem::take(&mut self.lines);
        if self.dropped > 0 {
            let message = format!("{} more log lines were dropped", self.dropped);
            lines.push(LogLine { severity: 2, message });
            self.dropped = 0;
        }
        lines
    }

    /// What the last line said, if it announced a panic.
    pub(crate) fn panic(&self) -> Option<&str> {
        self.panic.as_deref()
    }

    /// Bytes that the call has passed, dropped ones as well.
    pub(crate) const fn passed_bytes(&self) -> u64 {
        self.passed_bytes
    }

    pub(crate) fn write(&mut self, severity: u8, mut message: String) {
        let bytes = u64::try_from(message.len()).unwrap_or(u64::MAX);
        self.passed_bytes = self.passed_bytes.saturating_add(bytes);
        self.panic = message.strip_prefix(PANIC_PREFIX).map(|message| laws::clean(cut(message)));
        if self.lines_left == 0 || bytes > self.bytes_left {
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        self.lines_left = self.lines_left.saturating_sub(1);
        self.bytes_left = self.bytes_left.saturating_sub(bytes);
        laws::clean_in_place(&mut message);
        self.lines.push(LogLine { severity: severity.min(2), message });
    }
}

/// The first 2048 bytes of a text, or one character less.
pub(crate) fn cut(text: &str) -> &str {
    const BYTES_MAX: usize = 2048;
    text.get(..text.floor_char_boundary(BYTES_MAX)).unwrap_or(text)
}
