//! Hands over bytes for answers for a custom lens.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::answers(bytes);
});
