//! Saying something beside the result: the only thing that a plugin may ask of the host.
//!
//! The host bounds count and bytes per call; what exceeds a bound is dropped and counted. A line never changes a result.

/// For the plugin's author.
pub fn debug(message: &str) {
    write(0, message);
}

/// For the reader of the report.
pub fn info(message: &str) {
    write(1, message);
}

/// Something that the reader of the report should not miss.
pub fn warn(message: &str) {
    write(2, message);
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn write(severity: u8, message: &str) {
    crate::bindings::base::architrave::plugin::log::log(severity, message);
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn write(severity: u8, message: &str) {
    native::LINES.with_borrow_mut(|lines| lines.push((severity, message.to_owned())));
}

/// Where lines go when a plugin runs natively.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod native {
    use std::cell::RefCell;

    thread_local! {
        pub(super) static LINES: RefCell<Vec<(u8, String)>> = const { RefCell::new(Vec::new()) };
    }

    /// Takes what this thread's plugins have said since the last time.
    pub(crate) fn take() -> Vec<(u8, String)> {
        LINES.take()
    }
}
