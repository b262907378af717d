//! Hands over bytes for an entry of the cache.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = architrave_fuzz_targets::cache(bytes);
});
