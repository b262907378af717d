//! The plugins that Architrave ships, as components within this program.

mod table {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// The component of a shipped plugin; `None` when there is none of that id.
#[must_use]
pub fn component(id: &str) -> Option<&'static [u8]> {
    table::PLUGINS.iter().find(|(found, ..)| *found == id).map(|(.., component)| *component)
}

/// Ids of the shipped plugins, the default first.
pub fn ids() -> impl Iterator<Item = &'static str> {
    table::PLUGINS.iter().map(|(id, ..)| *id)
}

/// The shipped plugin that is made for workloads of this `IndustryType`.
#[must_use]
pub fn for_industry(industry_type: &str) -> Option<&'static str> {
    table::PLUGINS.iter().find(|(_, made_for, _)| *made_for == Some(industry_type)).map(|(id, ..)| *id)
}
