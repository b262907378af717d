//! Where does the memory of a review come from? From one stretch that is handed out from front to back.
//!
//! An instance judges one review, so what a review takes needs no looking after: the next one starts from the memory
//! that `prepare` left. What `prepare` takes stays, and the usual allocator serves it; it also serves a review for which
//! the stretch is too short.

#![expect(unsafe_code, reason = "an allocator cannot be written without; see the SAFETY comments")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    ptr::null_mut,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed},
};

/// Largest alignment that the stretch serves, in bytes, and its own.
const ALIGN_MAX: usize = 16;

/// The allocator of a component. An instance has one thread, so that its parts need not change together.
#[derive(Debug)]
pub(crate) struct Memory {
    /// INVARIANT: where `length` is not 0, the first of `length` bytes that nobody else uses, aligned to [`ALIGN_MAX`].
    first: AtomicPtr<u8>,
    /// Bytes of the stretch; 0 before there is one.
    length: AtomicUsize,
    /// INVARIANT: at most `length`; whatever is in use lies before it.
    next: AtomicUsize,
    /// INVARIANT: at most `length`; everything from here on is zero, since no piece of it was handed out yet.
    touched: AtomicUsize,
}

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: Memory = Memory::new();

/// Makes ready for a review that takes so many bytes: called once, after everything that stays was made.
#[cfg(target_arch = "wasm32")]
pub(crate) fn make_ready(bytes: usize) {
    if MEMORY.length.load(Relaxed) > 0 {
        return;
    }
    let (first, length) = unused();
    if length >= bytes {
        // SAFETY: `unused` gives aligned bytes that nobody else uses, or has used.
        unsafe { MEMORY.open(first, length) };
    } else {
        MEMORY.open_new(bytes);
    }
}

/// What the host calls for every text and list that it hands over: the contract's allocator, in place of the one that
/// generated bindings bring along. A call from the host costs more than what it does, so that this does it at once.
///
/// # Safety
///
/// As the canonical ABI has it: `old` is null, or what this gave for `old_size` bytes aligned to `align`, a power of two;
/// and `new_size` is not 0 then.
#[cfg(target_arch = "wasm32")]
#[unsafe(no_mangle)]
unsafe extern "C" fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, new_size: usize) -> *mut u8 {
    if old_size == 0 {
        if new_size == 0 {
            return std::ptr::without_provenance_mut(align);
        }
        let piece = MEMORY.take(new_size, align);
        if !piece.is_null() {
            return piece;
        }
    }
    // SAFETY: as for this function.
    unsafe { from_elsewhere(old, old_size, align, new_size) }
}

/// The rest of [`cabi_realloc`]: what the stretch has no room for, and what grows.
///
/// # Safety
///
/// As for [`cabi_realloc`]; not both sizes are 0.
#[cfg(target_arch = "wasm32")]
#[cold]
#[inline(never)]
unsafe fn from_elsewhere(old: *mut u8, old_size: usize, align: usize, new_size: usize) -> *mut u8 {
    let size = if old_size == 0 { new_size } else { old_size };
    let Ok(layout) = Layout::from_size_align(size, align) else { std::process::abort() };
    // SAFETY: the caller promises that `old` came from here with this layout, and that the new size is not 0.
    let piece = unsafe { if old_size == 0 { System.alloc(layout) } else { MEMORY.realloc(old, layout, new_size) } };
    if piece.is_null() {
        std::process::abort();
    }
    piece
}

/// Bytes that the columns of one review and its results take, with room for the workload's texts and 50 tags.
#[cfg(target_arch = "wasm32")]
pub(crate) fn review_bytes(lens: &crate::contract::Lens) -> usize {
    let questions = lens.questions.len();
    let choices: usize = lens.questions.iter().map(|question| question.choices.len()).sum();
    // Per question: scope 18, answers 10 and their row 32, the same of the milestone before, weights twice 4, points and
    // reason 6. Per gap: 5 in, 8 + 3 + two controls or lines of 4 out. Rounded up; every second practice is missing.
    questions * 136 + (questions + choices) * 12 + (8 << 10)
}

/// What the linker leaves unused between the last static and the end of the page; the usual allocator only takes pages
/// that it asks for itself.
#[cfg(target_arch = "wasm32")]
fn unused() -> (*mut u8, usize) {
    const PAGE_BYTES: usize = 1 << 16;
    unsafe extern "C" {
        static __heap_base: u8;
    }
    let base = (&raw const __heap_base).cast_mut();
    let padding = base.addr().wrapping_neg() % ALIGN_MAX;
    let rest = base.addr().wrapping_neg() % PAGE_BYTES;
    (base.wrapping_add(padding), rest.saturating_sub(padding))
}

impl Memory {
    pub(crate) const fn new() -> Self {
        Self {
            first: AtomicPtr::new(null_mut()),
            length: AtomicUsize::new(0),
            next: AtomicUsize::new(0),
            touched: AtomicUsize::new(0),
        }
    }

    /// Takes a stretch over.
    ///
    /// # Safety
    ///
    /// There is none yet, `first` is aligned to [`ALIGN_MAX`], and the `length` bytes from it are zero and used by nobody
    /// else, ever.
    unsafe fn open(&self, first: *mut u8, length: usize) {
        self.first.store(first, Relaxed);
        self.length.store(length, Relaxed);
    }

    /// Takes a stretch from the usual allocator; without one it goes on serving everything.
    fn open_new(&self, bytes: usize) {
        let Ok(layout) = Layout::from_size_align(bytes.max(1), ALIGN_MAX) else { return };
        // SAFETY: the size is not 0.
        let first = unsafe { System.alloc_zeroed(layout) };
        if !first.is_null() {
            // SAFETY: these bytes were just given to us, and are never given back.
            unsafe { self.open(first, layout.size()) };
        }
    }

    /// A piece of the stretch; null where it has no room.
    #[inline]
    fn take(&self, size: usize, align: usize) -> *mut u8 {
        // An alignment is a power of two.
        let below = align.wrapping_sub(1);
        let start = self.next.load(Relaxed).saturating_add(below) & !below;
        let end = start.saturating_add(size);
        if end > self.length.load(Relaxed) || below >= ALIGN_MAX {
            return null_mut();
        }
        self.reach(end);
        self.first.load(Relaxed).wrapping_add(start)
    }

    /// Where in the stretch a piece starts; `None` for what the usual allocator gave.
    #[inline]
    fn offset(&self, piece: *mut u8) -> Option<usize> {
        let offset = piece.addr().wrapping_sub(self.first.load(Relaxed).addr());
        (offset < self.length.load(Relaxed)).then_some(offset)
    }

    /// Takes a piece back. The last one can be handed out again, others cannot: they end with the instance.
    #[inline]
    fn give_back(&self, offset: usize, size: usize) {
        if offset.wrapping_add(size) == self.next.load(Relaxed) {
            self.next.store(offset, Relaxed);
        }
    }

    /// Makes a piece larger or smaller where it stands; `false` where it cannot be.
    fn stretch(&self, offset: usize, size: usize, new_size: usize) -> bool {
        if offset.wrapping_add(size) != self.next.load(Relaxed) {
            return new_size <= size;
        }
        let end = offset.saturating_add(new_size);
        let fits = end <= self.length.load(Relaxed);
        if fits {
            self.reach(end);
        }
        fits
    }

    #[inline]
    fn reach(&self, end: usize) {
        self.next.store(end, Relaxed);
        self.touched.store(end.max(self.touched.load(Relaxed)), Relaxed);
    }
}

// SAFETY: a piece of the stretch is aligned, lies within it, and begins where everything in use ends, so that no two
// pieces in use share a byte: `next` goes back only to the start of the last piece, when that is given back. It stays a
// piece of the stretch until it is given back or moved. Everything else is handed on to `System` as it came, and comes
// back to it, since none of its pieces lies in the stretch.
unsafe impl GlobalAlloc for Memory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let piece = self.take(layout.size(), layout.align());
        if piece.is_null() {
            // SAFETY: the caller keeps the same promises.
            return unsafe { System.alloc(layout) };
        }
        piece
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let touched = self.touched.load(Relaxed);
        let piece = self.take(layout.size(), layout.align());
        let Some(offset) = self.offset(piece) else {
            // SAFETY: the caller keeps the same promises.
            return unsafe { System.alloc_zeroed(layout) };
        };
        if offset < touched {
            // SAFETY: the piece is that long.
            unsafe { piece.write_bytes(0, layout.size()) };
        }
        piece
    }

    #[inline]
    unsafe fn dealloc(&self, piece: *mut u8, layout: Layout) {
        match self.offset(piece) {
            Some(offset) => self.give_back(offset, layout.size()),
            // SAFETY: not of the stretch, so of `System`, and the caller keeps the same promises.
            None => unsafe { System.dealloc(piece, layout) },
        }
    }

    #[inline]
    unsafe fn realloc(&self, piece: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let Some(offset) = self.offset(piece) else {
            // SAFETY: not of the stretch, so of `System`, and the caller keeps the same promises.
            return unsafe { System.realloc(piece, layout, new_size) };
        };
        if self.stretch(offset, layout.size(), new_size) {
            return piece;
        }
        // SAFETY: the caller promises that the new size, rounded up to the alignment, is a size.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: the caller promises that the new size is not 0.
        let new = unsafe { self.alloc(new_layout) };
        if !new.is_null() {
            // SAFETY: both are in use, so they do not overlap; and each is at least that long.
            unsafe { new.copy_from_nonoverlapping(piece, layout.size().min(new_size)) };
            self.give_back(offset, layout.size());
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).unwrap()
    }

    #[test]
    fn pieces_come_from_the_stretch_and_go_back() {
        let memory = Memory::new();
        memory.open_new(100);
        let first = memory.first.load(Relaxed);
        // Size, alignment, and where the piece starts: 24 and 40 are free again when 8 bytes at 40 and 3 at 24 are.
        let rows =
            [(3, 1, Some(0)), (8, 4, Some(4)), (16, 16, Some(16)), (60, 4, Some(32)), (20, 1, None), (8, 8, None)];
        for (size, align, expected) in rows {
            // SAFETY: the sizes are not 0.
            let piece = unsafe { memory.alloc(layout(size, align)) };
            assert_eq!(memory.offset(piece), expected, "{size} {align}");
            if expected.is_none() {
                // SAFETY: it came from there with this layout.
                unsafe { memory.dealloc(piece, layout(size, align)) };
            }
        }
        // Position and size of what is given back, and where the next piece would start.
        for (offset, size, next) in [(32, 60, 32), (4, 8, 32), (16, 16, 16), (0, 3, 16)] {
            // SAFETY: it came from there with this size.
            unsafe { memory.dealloc(first.wrapping_add(offset), layout(size, 1)) };
            assert_eq!(memory.next.load(Relaxed), next, "{offset} {size}");
        }
    }

    #[test]
    fn a_piece_that_grows_keeps_what_it_holds() {
        let memory = Memory::new();
        memory.open_new(64);
        // SAFETY: each piece is used with the size that it was last given.
        unsafe {
            let piece = memory.alloc(layout(4, 4));
            piece.copy_from_nonoverlapping(b"word".as_ptr(), 4);
            let check = |piece: *mut u8, what: &str| {
                assert_eq!(std::slice::from_raw_parts(piece, 4), b"word", "{what}");
            };
            let last = memory.realloc(piece, layout(4, 4), 8);
            assert_eq!(last, piece, "the last piece grows where it stands");
            let after = memory.alloc(layout(4, 4));
            let moved = memory.realloc(last, layout(8, 4), 16);
            assert_ne!(moved, last, "another piece is in the way");
            check(moved, "moved within the stretch");
            assert_eq!(memory.realloc(after, layout(4, 4), 2), after, "smaller is always possible");
            let outside = memory.realloc(moved, layout(16, 4), 100);
            assert_eq!(memory.offset(outside), None);
            check(outside, "moved out of the stretch");
            let outside = memory.realloc(outside, layout(100, 4), 200);
            check(outside, "moved outside");
            memory.dealloc(outside, layout(200, 4));
        }
    }

    #[test]
    fn zeroed_pieces_are_zero() {
        let memory = Memory::new();
        memory.open_new(16);
        // Bytes that were used, bytes half of which were, and bytes from elsewhere.
        for (used, size) in [(0, 8), (8, 8), (4, 12), (1, 100)] {
            // SAFETY: the sizes are not 0, and each piece goes back as it came.
            unsafe {
                if used > 0 {
                    let piece = memory.alloc(layout(used, 1));
                    piece.write_bytes(7, used);
                    memory.dealloc(piece, layout(used, 1));
                }
                let piece = memory.alloc_zeroed(layout(size, 1));
                assert!(std::slice::from_raw_parts(piece, size).iter().all(|byte| *byte == 0), "{used} {size}");
                memory.dealloc(piece, layout(size, 1));
            }
        }
    }

    #[test]
    fn without_a_stretch_all_comes_from_elsewhere() {
        let memory = Memory::new();
        // SAFETY: the size is not 0, and the piece goes back as it came.
        unsafe {
            let piece = memory.alloc(layout(8, 8));
            assert_eq!(memory.offset(piece), None);
            memory.dealloc(piece, layout(8, 8));
        }
    }
}
