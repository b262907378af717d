//! Hands over bytes for a report to be replayed.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::recorded(bytes);
});
