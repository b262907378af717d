//! Does a configuration that is taken mean the same when it is written another way, and do its settings hold?

use std::{path::Path, sync::LazyLock};

use architrave::config::Config;
use architrave_core::manifest::Manifest;
use architrave_runtime::{Limits, Options};

use crate::{
    Door,
    manifest::{check_settings, toml_value},
    places,
};

const FILE: &str = "architrave.toml";

/// The manifests of plugins with settings of different kinds.
static MANIFESTS: LazyLock<Vec<Manifest>> = LazyLock::new(|| {
    let files = [
        include_str!("../../../../plugins/classic/plugin.toml"),
        include_str!("../../../../plugins/financial-services/plugin.toml"),
        include_str!("../../../../plugins/pillar-guidance/plugin.toml"),
        include_str!("../../seeds/manifest/accepted-every-kind.toml"),
    ];
    files.into_iter().filter_map(toml_value).filter_map(|value| Manifest::from_value(&value).ok()).collect()
});

/// A configuration.
///
/// Reading twice gives the same; so does reading what the same values look like when they are written anew; every limit
/// that is taken is applied; the settings of every plugin are refused by a manifest, or are complete and canonical.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn config(bytes: &[u8]) -> Door {
    let Ok(text) = std::str::from_utf8(bytes) else { return Door::Refused };
    let read = |text: &str| Config::parse(text, FILE, Path::new("/folder"));
    let config = match read(text) {
        Ok(config) => config,
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            places::check(&problems, FILE, text, None);
            return Door::Refused;
        }
    };
    let words = format!("{config:?}");
    assert_eq!(read(text).map(|again| format!("{again:?}")).as_ref(), Ok(&words));
    // A limit may be larger than what a table can hold.
    if let Ok(table) = toml::from_str::<toml::Table>(text) {
        let written = crate::must(toml::to_string(&table), "TOML can be written");
        assert_eq!(read(&written).map(|again| format!("{again:?}")).as_ref(), Ok(&words), "written as\n{written}");
    }
    check_limits(&config);
    assert_eq!(MANIFESTS.len(), 4);
    for plugin in config.plugins.values() {
        assert!(plugin.settings.is_object(), "settings are a table");
        assert!(plugin.sha256.as_ref().is_none_or(|digest| digest.len() == 64));
        for manifest in MANIFESTS.iter() {
            check_settings(manifest, &plugin.settings);
        }
    }
    Door::Accepted
}

/// What is applied is what was asked for, and nothing else changes.
fn check_limits(config: &Config) {
    let mut options = Options::default();
    config.limits.apply(&mut options);
    let defaults = Options::default();
    for (asked, found, before) in [
        (&config.limits.native, &options.native, &defaults.native),
        (&config.limits.scripting, &options.scripting, &defaults.scripting),
    ] {
        assert!(asked.values().all(|limit| *limit > 0), "a limit of 0 is taken");
        assert!(found.stack_bytes <= Limits::STACK_BYTES_MAX, "a plugin could end the stack of its thread");
        if asked.is_empty() {
            assert_eq!(found, before);
        }
        let words = format!("{found:?}");
        for (name, limit) in asked {
            assert!(words.contains(&format!("{name}: {limit}")), "`{name}` is not applied");
        }
    }
}
