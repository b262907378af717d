//! How are registries reached, and where are plugins kept that came from them?

use std::{collections::BTreeMap, env, path::PathBuf};

use architrave_registry::{Client, Credentials, Form, Options};
use architrave_runtime::Limits;
use clap::Args;

/// What the operator says of registries; shared by the verbs that reach them.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ReachArgs {
    /// Speak to registries without TLS; one on this machine always is
    #[arg(long)]
    plain_http: bool,
    /// A host, other than its own, that gives tokens for a registry
    #[arg(long = "token-realm", value_name = "REGISTRY=HOST", value_parser = realm, hide_short_help = true)]
    token_realms: Vec<(String, String)>,
    /// Folder of plugins that came from registries; else `ARCHITRAVE_STORE_DIR`, else `architrave/oci` in the user's
    /// cache folder
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
}

fn realm(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((registry, host)) if !registry.is_empty() && !host.is_empty() => {
            Ok((registry.to_owned(), host.to_owned()))
        }
        _ => Err("write `registry.example=auth.example`".to_owned()),
    }
}

impl ReachArgs {
    /// A client with this user's logins.
    pub(in crate::cli) fn client(&self) -> Client {
        let mut token_realms: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (registry, host) in &self.token_realms {
            token_realms.entry(registry.clone()).or_default().push(host.clone());
        }
        Client::new(Options {
            plain_http: self.plain_http,
            token_realms,
            credentials: Credentials::of_user(),
            ..Options::default()
        })
    }

    /// Folder of the local store; `None` where nothing says where, and there is no home.
    pub(in crate::cli) fn store_folder(&self) -> Option<PathBuf> {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let absolute = |name: &str| set(name).filter(|path| path.is_absolute());
        self.store.clone().or_else(|| set("ARCHITRAVE_STORE_DIR")).or_else(|| {
            let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
            Some(caches.join("architrave").join("oci"))
        })
    }
}

/// A plugin of any class: which one it may be is decided where it is loaded.
pub(in crate::cli) fn any_plugin() -> Form {
    Form::Plugin { component_bytes_max: component_bytes_max() }
}

/// Largest component of any class, in bytes.
pub(in crate::cli) fn component_bytes_max() -> u64 {
    let limits = [Limits::native(), Limits::scripting()];
    limits.iter().map(|limits| limits.component_bytes).max().unwrap_or_default()
}
