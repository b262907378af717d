//! The plugins that Architrave ships, as components within this program.

mod table {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// The component of a shipped plugin; `None` when there is none of that id.
#[must_use]
pub fn builtin(id: &str) -> Option<&'static [u8]> {
    table::PLUGINS.iter().find(|(found, _)| *found == id).map(|(_, component)| *component)
}

/// Ids of the shipped plugins, the default first.
pub fn ids() -> impl Iterator<Item = &'static str> {
    table::PLUGINS.iter().map(|(id, _)| *id)
}
