//! What changes from one lock to another? For people who approve it.

use std::{collections::BTreeSet, fmt};

use serde::Serialize;

use super::{Lock, Locked};

/// What is different about one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// As a lock has it.
    pub source: String,
    /// How it was; `None` where it is new.
    pub from: Option<Shown>,
    /// How it is; `None` where it is gone.
    pub to: Option<Shown>,
}

/// An entry of a lock, for people and programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The plugin's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it was built for.
    pub contract: String,
    /// Digest of the manifest; null where it is in no registry.
    pub manifest: Option<String>,
    /// Digest of the component.
    pub component: String,
    /// Of the component.
    pub size_bytes: u64,
    /// Ids of the keys that signed it.
    pub signers: Vec<String>,
}

impl From<&Locked> for Shown {
    fn from(locked: &Locked) -> Self {
        Self {
            id: locked.identity.id.clone(),
            version: locked.identity.version.clone(),
            contract: locked.identity.contract.clone(),
            manifest: locked.manifest.map(|digest| digest.to_string()),
            component: locked.component.to_string(),
            size_bytes: locked.size_bytes,
            signers: locked.signers.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What is new, other or gone, by source.
#[must_use]
pub fn changes(from: &Lock, to: &Lock) -> Vec<Change> {
    let sources: BTreeSet<&String> = from.plugins.keys().chain(to.plugins.keys()).collect();
    let changed = sources.into_iter().filter(|source| from.plugins.get(*source) != to.plugins.get(*source));
    let change = |source: &String| Change {
        source: source.clone(),
        from: from.plugins.get(source).map(Shown::from),
        to: to.plugins.get(source).map(Shown::from),
    };
    changed.map(change).collect()
}

/// One line for the source, then one for each thing that is different.
impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = match (&self.from, &self.to) {
            (None, None) => return Ok(()),
            (Some(_), None) => return writeln!(formatter, "removed {}", self.source),
            (None, Some(to)) => (None, to),
            (Some(from), Some(to)) => (Some(from), to),
        };
        writeln!(formatter, "{} {}", if from.is_some() { "changed" } else { "added  " }, self.source)?;
        let after = rows(to);
        let before = from.map(rows);
        for (position, (name, now)) in after.iter().enumerate() {
            let was = before.as_ref().and_then(|before| before.get(position)).map(|(_, was)| was);
            match was {
                Some(was) if was == now => {}
                Some(was) => writeln!(formatter, "  {name:<10} {was} → {now}")?,
                None => writeln!(formatter, "  {name:<10} {now}")?,
            }
        }
        Ok(())
    }
}

fn rows(shown: &Shown) -> Vec<(&'static str, String)> {
    let signers = if shown.signers.is_empty() { "none".to_owned() } else { shown.signers.join(", ") };
    vec![
        ("id", shown.id.clone()),
        ("version", shown.version.clone()),
        ("contract", shown.contract.clone()),
        ("manifest", shown.manifest.clone().unwrap_or_else(|| "none".to_owned())),
        ("component", shown.component.clone()),
        ("size", format!("{} bytes", shown.size_bytes)),
        ("signers", signers),
    ]
}
