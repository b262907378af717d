//! Hands over bytes for exported reviews.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::dialects(bytes);
});
