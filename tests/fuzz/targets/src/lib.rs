//! Through which doors do bytes of others come in, and what must hold for any bytes?
//!
//! One function per door. Each takes bytes, tries the door as the product does, and holds what comes out to its laws: not
//! just that nothing panics. `cargo fuzz` and the test binary `it` call the same functions with the same seeds.

mod answers;
mod bundle;
mod cache;
mod component;
mod condition;
mod config;
mod dialects;
mod facts;
mod lens;
mod lock;
mod manifest;
mod outcome;
mod places;
mod recorded;
mod reference;
mod stream;
mod take;
mod trust;

pub use answers::answers;
pub use bundle::bundle;
pub use cache::cache;
pub use component::{component, component_from_image};
pub use condition::condition;
pub use config::config;
pub use dialects::dialects;
pub use lens::lens;
pub use lock::lock;
pub use manifest::manifest;
pub use outcome::outcome;
pub use recorded::{recorded, recorded_report};
pub use reference::reference;
pub use stream::stream;
pub use trust::trust;

/// What became of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// They were let in, and what they became was held to its laws.
    Accepted,
    /// They were refused, and the refusal was held to its laws.
    Refused,
}

/// A door: its name, which is also that of its folder of seeds, and its function.
pub type Target = (&'static str, fn(&[u8]) -> Door);

/// All doors.
pub const TARGETS: [Target; 15] = [
    ("lens", lens),
    ("condition", condition),
    ("answers", answers),
    ("dialects", dialects),
    ("stream", stream),
    ("recorded", recorded),
    ("manifest", manifest),
    ("config", config),
    ("outcome", outcome),
    ("component", component),
    ("cache", cache),
    ("reference", reference),
    ("lock", lock),
    ("trust", trust),
    ("bundle", bundle),
];

/// What stands between two files of one input, on a line of its own: in no JSON, since a text cannot hold a line break.
pub const SEPARATOR: &str = "\n----\n";

/// Several files in one input.
fn files(bytes: &[u8]) -> Vec<&[u8]> {
    let mut files = Vec::new();
    let mut rest = bytes;
    let separator = SEPARATOR.as_bytes();
    while let Some(at) = rest.windows(separator.len()).position(|window| window == separator) {
        let (file, tail) = rest.split_at(at);
        files.push(file);
        rest = tail.get(separator.len()..).unwrap_or_default();
    }
    files.push(rest);
    files
}

/// What has to be there.
#[expect(clippy::panic, reason = "a broken law has to stop whoever looks for one")]
fn must<T, E: std::fmt::Debug>(result: Result<T, E>, law: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{law}: {error:?}"),
    }
}
