//! Hands over bytes for a manifest.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::manifest(bytes);
});
