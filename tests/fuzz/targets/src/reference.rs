//! Is a reference written in one way, and is a place what it says?

use architrave_registry::{Place, Reference};

use crate::{Door, places};

/// Most bytes of registry and repository together.
const NAME_BYTES_MAX: usize = 255;

/// A reference of a registry.
///
/// What is taken is written as it was given, but for the case of its registry, and read again the same: no two names are
/// one place. It holds nothing that a terminal acts upon. A place that starts the same way is the same reference.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn reference(bytes: &[u8]) -> Door {
    let Ok(text) = std::str::from_utf8(bytes) else { return Door::Refused };
    let place = text.parse::<Place>();
    let reference = match text.parse::<Reference>() {
        Ok(reference) => reference,
        Err(error) => {
            assert!(error.code().starts_with("reference."), "{error:?}");
            places::form(error.code(), &error.to_string(), error.help());
            assert!(!error.to_string().contains(char::is_control), "{error:?}");
            assert!(!Reference::is_meant(text) || place.is_err(), "{text:?} is a place and no reference");
            return Door::Refused;
        }
    };
    assert_eq!(place.ok(), Some(Place::Registry(reference.clone())));
    let written = reference.to_string();
    assert!(written.bytes().all(|byte| byte.is_ascii_graphic()), "{written:?}");
    assert_eq!(crate::must(written.parse::<Reference>(), "what is written can be read"), reference);
    let start = "oci://".len().saturating_add(reference.registry.len());
    assert_eq!(
        (text.get(..start).map(str::to_lowercase).as_deref(), text.get(start..)),
        (written.get(..start), written.get(start..))
    );
    let name = reference.name();
    assert!(name.len() <= NAME_BYTES_MAX.saturating_add(1) && written.contains(&name), "{name}");
    assert!(!reference.repository.split('/').any(|part| matches!(part, "" | "." | "..")), "{name}");
    let wanted = reference.wanted().ok();
    assert_eq!(wanted, reference.digest.map(|digest| digest.to_string()).or_else(|| reference.tag.clone()));
    let tagged = crate::must(reference.with_tag("a.B-9_"), "a tag of any kind of character");
    assert_eq!((tagged.tagged_name(), tagged.digest), (Some(format!("{name}:a.B-9_")), None));
    Door::Accepted
}
