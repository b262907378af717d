//! Hands over bytes for lines of exported reviews.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::stream(bytes);
});
