//! What did it cost the host? Time, by the wall clock and of the processor, and how far its resident memory rose.

use std::{fs, time::Instant};

/// Started before, read after.
pub(super) struct Meter {
    start: Instant,
    processor_ms: Option<u64>,
    resident_kib: Option<u64>,
}

/// What happened in between.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    pub(super) ms: u128,
    /// Of all threads of the process; `None` where the system does not tell.
    pub(super) processor_ms: Option<u64>,
    /// Highest resident memory above that of the start; `None` where the system does not tell.
    pub(super) peak_kib: Option<u64>,
}

impl Meter {
    pub(super) fn start() -> Self {
        // 5 sets the high-water mark back to what is resident now; where that is not allowed, the mark since the start
        // of the process is an upper bound.
        let _ = fs::write("/proc/self/clear_refs", "5");
        Self { start: Instant::now(), processor_ms: processor_ms(), resident_kib: status_kib("VmRSS:") }
    }

    pub(super) fn cost(&self) -> Cost {
        let ms = self.start.elapsed().as_millis();
        let peak_kib = status_kib("VmHWM:").zip(self.resident_kib).map(|(peak, start)| peak.saturating_sub(start));
        let processor_ms = processor_ms().zip(self.processor_ms).map(|(now, start)| now.saturating_sub(start));
        Cost { ms, processor_ms, peak_kib }
    }
}

/// User and system time of the process so far.
fn processor_ms() -> Option<u64> {
    /// Linux counts in hundredths of a second here, whatever the machine.
    const TICK_MS: u64 = 10;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, in parentheses: the state, and from there the 12th and 13th field.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some((user + system) * TICK_MS)
}

/// A line of the process's status.
fn status_kib(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn memory_that_is_touched_is_measured() {
    let meter = Meter::start();
    let touched = vec![1_u8; 64 << 20];
    assert_eq!(touched.iter().map(|byte| usize::from(*byte)).sum::<usize>(), 64 << 20);
    if let Some(peak_kib) = meter.cost().peak_kib {
        // What tests beside this one give back meanwhile is taken off.
        assert!(peak_kib >= 32 << 10, "{peak_kib} KiB");
    }
}
