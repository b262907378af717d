//! How do the bytes go in and out? The host asks for room, writes the review there, and is told where the answer lies.

#![expect(unsafe_code, reason = "a core module has no other way to name its exports and to see what was written")]

use std::slice;

/// Room for so many bytes of input. Never freed: an instance lives for one call.
// SAFETY: no other symbol of this name is linked.
#[unsafe(no_mangle)]
pub extern "C" fn allocate(length: usize) -> *mut u8 {
    Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
}

/// Judges the review of `length` bytes at `pointer`. Gives address and length of the answer, in the upper and lower
/// half; 0 when the bytes are not a review.
///
/// # Safety
///
/// The bytes must lie in room that [`allocate`] gave.
// SAFETY: no other symbol of this name is linked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn judge(pointer: *const u8, length: usize) -> u64 {
    // SAFETY: the caller keeps the promise above.
    let input = unsafe { slice::from_raw_parts(pointer, length) };
    let Ok(review) = serde_json::from_slice(input) else { return 0 };
    let Ok(answer) = serde_json::to_vec(&crate::judge(&review)) else { return 0 };
    let answer: &'static [u8] = answer.leak();
    let [address, length] = [answer.as_ptr().addr(), answer.len()].map(|half| u64::try_from(half).unwrap_or(0));
    address << 32 | length
}
