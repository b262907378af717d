//! How does a panic that is caught stay off stderr? By a hook that is silent for one thread while it is told to be.
//!
//! The tool that makes images panics on some components, and such a panic only means "no image". The process's panic
//! hook would still print it, so that a plugin could write to a terminal. A hook is global and belongs to the program,
//! not to a library; this one therefore changes nothing else: it is put in front of the hook that is there, once, right
//! before the first image is made; every panic outside [`caught`] goes on to that hook unchanged; and a program that
//! sets a hook of its own later simply replaces it, at the price of seeing those messages.

use std::{
    cell::Cell,
    panic::{self, UnwindSafe},
    sync::Once,
};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; `None` if it panics, without a word.
pub(crate) fn caught<R>(work: impl FnOnce() -> R + UnwindSafe) -> Option<R> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            // No hook may panic: where the thread is ending and its flag is gone, the panic is told.
            if !QUIET.try_with(Cell::get).unwrap_or(false) {
                before(panicked);
            }
        }));
    });
    let _loud_again = Quiet { before: QUIET.replace(true) };
    panic::catch_unwind(work).ok()
}

/// Ends the silence, also when unwinding.
struct Quiet {
    before: bool,
}

impl Drop for Quiet {
    fn drop(&mut self) {
        QUIET.set(self.before);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        panic,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        thread,
    };

    use super::caught;

    #[test]
    fn only_what_is_caught_is_quiet() {
        let told = Arc::new(AtomicUsize::new(0));
        let telling = Arc::clone(&told);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if panicked.payload_as_str().is_some_and(|text| text.starts_with("quiet test")) {
                telling.fetch_add(1, Ordering::SeqCst);
            } else {
                before(panicked);
            }
        }));
        assert_eq!(caught(|| 7), Some(7));
        assert_eq!(caught(|| panic!("quiet test: caught")), None::<()>);
        assert_eq!(told.load(Ordering::SeqCst), 0);
        // Of another thread, also while this one is quiet; and of this one afterwards.
        caught(|| assert!(thread::spawn(|| panic!("quiet test: elsewhere")).join().is_err()));
        assert_eq!(told.load(Ordering::SeqCst), 1);
        assert!(panic::catch_unwind(|| panic!("quiet test: after")).is_err());
        assert_eq!(told.load(Ordering::SeqCst), 2);
    }
}
