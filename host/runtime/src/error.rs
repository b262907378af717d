//! Why can a component not be loaded, or a runtime not be started? One place for all messages.

use std::fmt;

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    laws,
    manifest::Class,
    outcome::Role,
};

use crate::{compile::Failure, log::cut};

/// A runtime could not be started, or a cache not be looked after.
#[derive(Debug)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn engine(cause: &wasmtime::Error) -> Self {
        Self { message: format!("could not start the WebAssembly engine: {cause:#}") }
    }

    pub(crate) const fn cache(message: String) -> Self {
        Self { message }
    }

    pub(crate) fn clock(cause: &std::io::Error) -> Self {
        Self { message: format!("could not start the deadline clock: {cause}") }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A component is not a plugin that this host runs.
///
/// The text says what was found on which thing; [`Self::help`] says what to do.
#[derive(Debug)]
pub struct LoadError {
    kind: Box<Kind>,
}

/// What can be wrong with a component.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("the plugin has {bytes} bytes, class `{}` allows {limit}", class_name(*class))]
    TooLarge { bytes: u64, limit: u64, class: Class },
    #[error("the plugin is a core WebAssembly module, not a component")]
    CoreModule,
    #[error("the plugin is machine code that was compiled in advance")]
    Precompiled,
    #[error("the plugin is not a WebAssembly component")]
    NotAComponent,
    #[error("the plugin is malformed: {cause}")]
    Malformed { cause: String },
    #[error("the plugin has no manifest")]
    ManifestMissing,
    #[error("the plugin has {count} manifests")]
    ManifestTwice { count: usize },
    #[error("the plugin's manifest does not hold: {}", first(problems))]
    ManifestInvalid { problems: Vec<Diagnostic> },
    #[error("the plugin `{id}` asks for class `{}`, granted is `{}`", class_name(*asked), class_name(*granted))]
    ClassNotGranted { id: String, asked: Class, granted: Class },
    #[error("the plugin has {found} {what}, its class allows {limit}")]
    TooComplex { name: &'static str, what: &'static str, found: u64, limit: u64, class: Class },
    #[error("the plugin holds components that hold code of their own")]
    NestedCode,
    #[error("the plugin has resources or other means of the component model that the contract does not need")]
    Resources,
    #[error("the plugin starts with a memory of {asked_bytes} bytes, its class allows {limit_bytes}")]
    InitialMemory { asked_bytes: u64, limit_bytes: u64 },
    #[error("the plugin starts with a table of {asked} elements, its class allows {limit}")]
    InitialTable { asked: u64, limit: u64 },
    #[error("the plugin imports `{name}`, which this host does not give")]
    ImportNotAllowed { name: String },
    #[error("the plugin was built for `{found}`, this host has version {host}")]
    ContractVersion { found: String, host: &'static str },
    #[error("the plugin does not fit the contract: {cause}")]
    ContractMismatch { cause: String },
    #[error("the plugin does not export `architrave:plugin/lifecycle`")]
    LifecycleMissing,
    #[error("the plugin's manifest names the roles {}, it exports {}", role_names(manifest), role_names(exports))]
    RolesDiffer { manifest: Vec<Role>, exports: Vec<Role> },
    #[error("{}", not_compiled(failure, *remembered))]
    NotCompiled { failure: Failure, class: Class, remembered: bool },
}

impl LoadError {
    /// Stable, such as `load.core-module`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &*self.kind {
            Kind::TooLarge { .. } => "load.too-large",
            Kind::CoreModule => "load.core-module",
            Kind::Precompiled => "load.precompiled",
            Kind::NotAComponent => "load.not-a-component",
            Kind::Malformed { .. } => "load.malformed",
            Kind::ManifestMissing => "load.manifest-missing",
            Kind::ManifestTwice { .. } => "load.manifest-twice",
            Kind::ManifestInvalid { .. } => "load.manifest-invalid",
            Kind::ClassNotGranted { .. } => "load.class-not-granted",
            Kind::TooComplex { .. } | Kind::NestedCode => "load.too-complex",
            Kind::Resources => "load.resources",
            Kind::InitialMemory { .. } => "load.initial-memory",
            Kind::InitialTable { .. } => "load.initial-table",
            Kind::ImportNotAllowed { .. } => "load.import-not-allowed",
            Kind::ContractVersion { .. } => "load.contract-version",
            Kind::ContractMismatch { .. } => "load.contract-mismatch",
            Kind::LifecycleMissing => "load.lifecycle-missing",
            Kind::RolesDiffer { .. } => "load.roles-differ",
            Kind::NotCompiled { failure, .. } => match failure {
                Failure::ProcessorTime { .. } | Failure::Late { .. } => "load.compile-deadline",
                Failure::Memory { .. } => "load.compile-memory",
                Failure::Crashed { .. } | Failure::Unavailable { .. } => "load.compile-failed",
                Failure::Refused { .. } => "load.not-compiled",
            },
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match &*self.kind {
            Kind::TooLarge { class: Class::Native, .. } => {
                "build it with `--profile plugin`, or raise `component_bytes` in `[limits.native]`".to_owned()
            }
            Kind::TooLarge { class: Class::Scripting, .. } => {
                "raise `component_bytes` in `[limits.scripting]`".to_owned()
            }
            Kind::CoreModule => {
                "turn the module into a component: `architrave plugin build`, or `wasm-tools component new`".to_owned()
            }
            Kind::Precompiled => "give the `.wasm` file; this host compiles it, and keeps the code".to_owned(),
            Kind::NotAComponent => "give a `.wasm` file made by `architrave plugin build`".to_owned(),
            Kind::NotCompiled { failure, class, .. } if !matches!(failure, Failure::Refused { .. }) => {
                compile_help(failure, *class)
            }
            Kind::Malformed { .. } | Kind::NotCompiled { .. } => {
                "build it again; where a toolchain uses WebAssembly proposals such as threads, memory64, exceptions or \
                 garbage collection, turn them off"
                    .to_owned()
            }
            Kind::ManifestMissing => "build it with `architrave plugin build`, which embeds `plugin.toml`".to_owned(),
            Kind::ManifestTwice { .. } => {
                "build it anew rather than adding a manifest to a component that has one".to_owned()
            }
            Kind::ManifestInvalid { problems } => problems
                .iter()
                .find_map(|problem| problem.help.clone())
                .unwrap_or("correct `plugin.toml` and build it again with `architrave plugin build`".to_owned()),
            Kind::ClassNotGranted { id, asked, .. } => {
                format!("add `class = \"{}\"` to `[plugins.{id}]` in `architrave.toml`", class_name(*asked))
            }
            Kind::TooComplex { name, class, .. } => {
                format!("make the plugin smaller, or raise `{name}` in `[limits.{}]`", class_name(*class))
            }
            Kind::InitialMemory { .. } | Kind::InitialTable { .. } => {
                "make the plugin smaller, or raise the limit under `[limits]` in `architrave.toml`".to_owned()
            }
            Kind::NestedCode => "build it as one component; this host does not run compositions".to_owned(),
            Kind::Resources => "build it from the released contract, which has values and no handles".to_owned(),
            Kind::ImportNotAllowed { name } => import_help(name),
            Kind::ContractVersion { host, .. } => {
                format!("build it again with an SDK of contract version {host}, or run a host that has the other")
            }
            Kind::ContractMismatch { .. } | Kind::LifecycleMissing => {
                "build it from the released contract, with the SDK or from its `wit` folder".to_owned()
            }
            Kind::RolesDiffer { exports, .. } => {
                let names: Vec<_> = exports.iter().map(|role| format!("\"{}\"", role.as_str())).collect();
                format!("write `roles = [{}]` in `plugin.toml`, or export the others", names.join(", "))
            }
        }
    }

    /// All problems of the manifest; empty where it is not the manifest.
    #[must_use]
    pub fn manifest_problems(&self) -> &[Diagnostic] {
        if let Kind::ManifestInvalid { problems } = &*self.kind { problems } else { &[] }
    }
}

impl From<Kind> for LoadError {
    fn from(kind: Kind) -> Self {
        Self { kind: Box::new(kind) }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names in a component are its author's, of any length and any character.
        formatter.write_str(&laws::clean(cut(&self.kind.to_string())))
    }
}

impl std::error::Error for LoadError {}

fn import_help(name: &str) -> String {
    let only = "a plugin may import `architrave:plugin/log@0.1.0` and nothing else";
    if name.starts_with("wasi:") {
        return format!("{only}: build for `wasm32-unknown-unknown` rather than a WASI target");
    }
    only.to_owned()
}

fn not_compiled(failure: &Failure, remembered: bool) -> String {
    let again = if remembered { ", as remembered from an earlier attempt" } else { "" };
    match failure {
        Failure::Refused { cause } => format!("the plugin cannot be compiled: {cause}{again}"),
        Failure::ProcessorTime { .. }
        | Failure::Late { .. }
        | Failure::Memory { .. }
        | Failure::Crashed { .. }
        | Failure::Unavailable { .. } => format!("compiling the plugin {failure}{again}"),
    }
}

fn compile_help(failure: &Failure, class: Class) -> String {
    let raise = |name: &str| {
        format!(
            "make the plugin smaller, or raise `{name}` in `[limits.{}]` if you trust its origin",
            class_name(class)
        )
    };
    match failure {
        Failure::ProcessorTime { .. } => raise("compile_cpu_seconds"),
        Failure::Late { .. } => raise("compile_deadline_ms"),
        Failure::Memory { .. } => raise("compile_memory_bytes"),
        Failure::Crashed { .. } | Failure::Refused { .. } => {
            "do not use this component; please report it with its digest".to_owned()
        }
        Failure::Unavailable { .. } => {
            "try again; see that the compiler is the `architrave` executable of this version".to_owned()
        }
    }
}

/// As configuration writes it.
const fn class_name(class: Class) -> &'static str {
    match class {
        Class::Native => "native",
        Class::Scripting => "scripting",
    }
}

fn role_names(roles: &[Role]) -> String {
    match roles {
        [] => "none".to_owned(),
        _ => list_names(roles.iter().map(|role| role.as_str())),
    }
}

fn first(problems: &[Diagnostic]) -> String {
    match problems {
        [] => "no problem was named".to_owned(),
        [problem] => problem.message.clone(),
        [problem, rest @ ..] => format!("{}, and {} more", problem.message, rest.len()),
    }
}
