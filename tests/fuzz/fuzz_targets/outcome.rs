//! Hands over bytes for what a plugin returned.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::outcome(bytes);
});
