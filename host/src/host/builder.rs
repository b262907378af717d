//! How does a program ask for plugins without a file of configuration?

use architrave_core::{diagnostic::Diagnostic, manifest::Class, outcome::Role};
use architrave_runtime::{Options, Runtime};
use serde_json::Value;

use super::Host;
use crate::config::{Config, PluginConfig, PluginSource};

/// A [`Host`] in the making.
///
/// ```
/// use architrave::{config::PluginSource, host::Host};
/// use architrave_core::outcome::Role;
///
/// let host = Host::builder()
///     .plugin("finance", PluginSource::Builtin("financial-services".to_owned()))
///     .settings("finance", serde_json::json!({ "effort_hours": { "HIGH": 40 } }))
///     .answers("finance", &[Role::Scoring, Role::Priority, Role::Impact])
///     .build()
///     .expect("it is built in");
/// assert_eq!(host.selection().scoring.as_deref(), Some("finance"));
///
/// let problems = Host::builder().plugin("mine", PluginSource::Path("mine.wasm".into())).build().unwrap_err();
/// assert_eq!(problems[0].code, "load.unreadable");
/// ```
#[derive(Debug, Clone, Default)]
pub struct HostBuilder {
    config: Config,
    runtime: Option<Runtime>,
}

impl HostBuilder {
    /// Adds a plugin under a name of your own, granted the class `native`. A plugin of that name is replaced.
    #[must_use]
    pub fn plugin(mut self, name: &str, source: PluginSource) -> Self {
        self.config.plugins.insert(name.to_owned(), PluginConfig::new(source));
        self
    }

    /// Gives a plugin its settings, an object as its manifest describes it. Without a plugin of that name, one that is
    /// built in is meant.
    #[must_use]
    pub fn settings(mut self, name: &str, settings: Value) -> Self {
        self.entry(name).settings = settings;
        self
    }

    /// Grants a plugin a class: `scripting` for JavaScript and Python. Without a plugin of that name, one that is built in
    /// is meant.
    #[must_use]
    pub fn class(mut self, name: &str, class: Class) -> Self {
        self.entry(name).class = class;
        self
    }

    /// Refuses a plugin whose component has another digest than this, 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(mut self, name: &str, digest: &str) -> Self {
        self.entry(name).sha256 = Some(digest.to_lowercase());
        self
    }

    /// Says which roles a plugin answers. Roles that nobody was named for are answered by the one plugin that has them, else
    /// by the defaults. Guidance may come from several, in the order of the calls.
    #[must_use]
    pub fn answers(mut self, name: &str, roles: &[Role]) -> Self {
        let assessment = &mut self.config.assessment;
        for role in roles {
            match role {
                Role::Scoring => assessment.scoring = Some(name.to_owned()),
                Role::Priority => assessment.priority = Some(name.to_owned()),
                Role::Impact => assessment.impact = Some(name.to_owned()),
                Role::Guidance => assessment.guidance.get_or_insert_default().push(name.to_owned()),
            }
        }
        self
    }

    /// Shows a plugin's score beside.
    #[must_use]
    pub fn compare(mut self, name: &str) -> Self {
        self.config.assessment.compare.push(name.to_owned());
        self
    }

    /// Starts from a configuration; call it first.
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Runs plugins with this, which several hosts may share; its limits count, and not those of a configuration.
    #[must_use]
    pub fn runtime(mut self, runtime: &Runtime) -> Self {
        self.runtime = Some(runtime.clone());
        self
    }

    /// Loads and admits all of it.
    ///
    /// # Errors
    ///
    /// As for [`Host::load`], all at once; `runtime.unavailable` where this machine runs no plugins.
    pub fn build(self) -> Result<Host, Vec<Diagnostic>> {
        let runtime = match self.runtime {
            Some(runtime) => runtime,
            None => {
                let mut options = Options::default();
                self.config.limits.apply(&mut options);
                Runtime::new(options).map_err(|error| {
                    let message = format!("cannot start the plugin runtime: {error}");
                    vec![Diagnostic::error("runtime.unavailable", message)]
                })?
            }
        };
        Host::load(&self.config, &runtime)
    }

    fn entry(&mut self, name: &str) -> &mut PluginConfig {
        let builtin = || PluginConfig::new(PluginSource::Builtin(name.to_owned()));
        self.config.plugins.entry(name.to_owned()).or_insert_with(builtin)
    }
}
