//! What is a plugin called, and where are its signatures? In a registry that is plain; a folder has to be told.

use architrave_registry::{Digest, Place, Problem, Reference, Refusal, Supply, Which, signature};

/// What signatures say, and where they are.
#[derive(Debug)]
pub(super) struct Named {
    /// Registry and repository.
    pub(super) name: String,
    /// Where signatures are.
    pub(super) signatures: Place,
}

/// # Errors
///
/// `reference.…` where a folder is not told what it is a copy of, or where that cannot be a name.
pub(super) fn named(place: &Place, given: Option<&str>, manifest: Digest) -> Result<Named, Problem> {
    let tag = signature::tag(manifest);
    let given = given.map(|name| format!("oci://{name}").parse::<Reference>()).transpose()?;
    let given = given.map(|reference| reference.name());
    match place {
        Place::Registry(reference) => {
            let name = given.unwrap_or_else(|| reference.name());
            Ok(Named { name, signatures: Place::Registry(reference.with_tag(&tag)?) })
        }
        Place::Layout { folder, .. } => {
            let name = given.ok_or_else(|| Refusal::Nameless { place: place.to_string() })?;
            let signatures = Place::Layout { folder: folder.clone(), which: Which::Named(tag) };
            Ok(Named { name, signatures })
        }
    }
}

/// # Errors
///
/// `lock.moved` where a tag is locked to another manifest than it stands for now.
pub(super) fn check_not_moved(supply: &Supply, reference: &Reference, found: Digest) -> Result<(), Refusal> {
    match supply.locked(&reference.to_string()).ok().and_then(|locked| locked.manifest) {
        Some(locked) if locked != found => Err(Refusal::Moved { place: reference.to_string(), locked, found }),
        _ => Ok(()),
    }
}
