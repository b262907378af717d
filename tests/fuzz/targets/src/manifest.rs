//! Does a manifest that is taken hold, and survive being written?

use architrave_core::{manifest::Manifest, settings};
use serde_json::Value;

use crate::{Door, places};

/// A manifest, as JSON where it starts with `{`, else as `plugin.toml`.
///
/// What is taken has nothing wrong with it, is the same after being written and read, and gives settings that are their
/// own canonical form; what is refused is refused with errors.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn manifest(bytes: &[u8]) -> Door {
    let read = if bytes.starts_with(b"{") {
        Manifest::from_json(bytes)
    } else {
        let Some(value) = std::str::from_utf8(bytes).ok().and_then(toml_value) else { return Door::Refused };
        Manifest::from_value(&value)
    };
    let manifest = match read {
        Ok(manifest) => manifest,
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            for problem in &problems {
                assert!(problem.code.starts_with("manifest."), "{problem:?}");
                places::form(problem.code, &problem.message, problem.help.as_deref());
            }
            return Door::Refused;
        }
    };
    assert_eq!(manifest.validate(), [], "taken although something is wrong");
    let json = manifest.to_json();
    let again = crate::must(Manifest::from_json(json.as_bytes()), "a manifest can be read again");
    assert_eq!(again, manifest, "written as {json}");
    assert_eq!(again.to_json(), json);
    check_settings(&manifest, &Value::Null);
    Door::Accepted
}

/// As the build reads `plugin.toml`.
pub(crate) fn toml_value(text: &str) -> Option<Value> {
    let table: toml::Table = toml::from_str(text).ok()?;
    serde_json::to_value(table).ok()
}

/// Settings that are taken are complete, canonical, and taken again as they are.
pub(crate) fn check_settings(manifest: &Manifest, given: &Value) -> bool {
    let resolved = match settings::resolve(given, &manifest.settings) {
        Ok(resolved) => resolved,
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            for problem in &problems {
                assert!(problem.code.starts_with("settings."), "{problem:?}");
                places::form(problem.code, &problem.message, problem.help.as_deref());
            }
            return false;
        }
    };
    assert!(!resolved.contains('\n'), "{resolved}");
    let value: Value = crate::must(serde_json::from_str(&resolved), "settings are JSON");
    let names: Vec<&String> = value.as_object().into_iter().flat_map(serde_json::Map::keys).collect();
    assert!(names.into_iter().eq(manifest.settings.keys()), "settings are not complete: {resolved}");
    let again = crate::must(settings::resolve(&value, &manifest.settings), "settings are taken again");
    assert_eq!(again, resolved, "settings are not canonical");
    true
}
