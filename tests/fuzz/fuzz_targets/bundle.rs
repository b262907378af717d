//! Hands over bytes for a bundle.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::bundle(bytes);
});
