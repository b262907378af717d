//! `plugin inspect`: what is in a component, without running it.

use std::fmt::Write as _;

use architrave_core::{
    diagnostic::Diagnostic,
    manifest::{Class, Manifest, Setting},
};
use architrave_runtime::{Contents, Item, LoadError};
use serde::Serialize;

use crate::sink::width::{clean, width};

/// What was found in a component. As JSON: `architrave.inspection/1`; members are added, never removed or changed.
#[derive(Debug, Clone, Serialize)]
pub struct Inspection {
    /// `architrave.inspection/1`.
    pub schema: &'static str,
    /// Of the component, in hexadecimal digits.
    pub sha256: String,
    /// Size of the component.
    pub bytes: u64,
    /// The version of the contract that it was built for, such as `architrave:plugin@0.1.0`; null for no plugin.
    pub contract: Option<String>,
    /// What it says of itself; null where that is missing or does not hold.
    pub manifest: Option<Manifest>,
    /// What it asks of a host.
    pub imports: Vec<Named>,
    /// What it gives.
    pub exports: Vec<Named>,
    /// Standard sections of text, by name.
    pub metadata: Vec<Metadata>,
    /// What is kept beside it in a registry or folder; null for a file.
    pub signatures: Option<Vec<Signature>>,
    /// What would keep this host from loading it, as far as it shows without compiling.
    pub problems: Vec<Diagnostic>,
}

/// An import or export.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// Such as `architrave:plugin/log@0.1.0`.
    pub name: String,
    /// `interface`, `function`, `type`, `module`, `component` or `value`.
    pub kind: &'static str,
    /// Functions of an interface.
    pub functions: Vec<String>,
}

/// A standard section of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// Such as `licenses`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// A signature over a plugin, and what it is worth here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Whether it is by a key that the operator knows, over exactly this, as exactly this.
    pub holds: bool,
    /// In words.
    pub what: String,
}

/// Looks into a component. Nothing of it is compiled or run; time and memory are bounded.
///
/// # Errors
///
/// When the bytes are not a component that could be read; see [`architrave_runtime::inspect`].
pub fn inspect(component: &[u8]) -> Result<Inspection, LoadError> {
    let Contents { bytes, sha256, manifests, imports, exports, metadata } = architrave_runtime::inspect(component)?;
    let mut problems = Vec::new();
    let manifest = match manifests.as_slice() {
        [manifest] => Manifest::from_json(manifest).map_err(|found| problems.extend(found)).ok(),
        found => {
            let message = format!("the plugin has {} manifests in place of one", found.len());
            let help = "build it with `architrave plugin build`, which embeds `plugin.toml`";
            problems.push(Diagnostic::error("load.manifest-missing", message).help(help));
            None
        }
    };
    let version = |item: &Item| {
        let (interface, version) = item.name.split_once('@')?;
        interface.strip_prefix("architrave:plugin/").map(|_| format!("architrave:plugin@{version}"))
    };
    let contract = exports.iter().chain(&imports).find_map(version);
    problems.extend(contract_problem(contract.as_deref()));
    problems.extend(imports.iter().filter_map(import_problem));
    Ok(Inspection {
        schema: "architrave.inspection/1",
        sha256: sha256.to_string(),
        bytes,
        contract,
        manifest,
        imports: imports.into_iter().map(Named::from).collect(),
        exports: exports.into_iter().map(Named::from).collect(),
        metadata: metadata.into_iter().map(|(name, text)| Metadata { name, text }).collect(),
        signatures: None,
        problems,
    })
}

/// Why a component could not be inspected, for people.
#[must_use]
pub fn unreadable(named: &str, error: &LoadError) -> Diagnostic {
    Diagnostic::error(error.code(), format!("cannot inspect `{named}`: {error}")).help(error.help())
}

impl From<Item> for Named {
    fn from(item: Item) -> Self {
        Self { name: item.name, kind: item.kind, functions: item.functions }
    }
}

fn contract_problem(found: Option<&str>) -> Option<Diagnostic> {
    let host = architrave_runtime::contract();
    let (message, help) = match found {
        Some(found) if found == host => return None,
        Some(found) => (
            format!("the plugin was built for `{found}`, this host has `{host}`"),
            "build it again with the SDK or the `wit` folder of this version".to_owned(),
        ),
        None => (
            format!("the component was built for another world: nothing in it is of `{host}`"),
            "it is no Architrave plugin; begin one with `architrave plugin new`".to_owned(),
        ),
    };
    Some(Diagnostic::error("load.contract-version", message).help(help))
}

fn import_problem(item: &Item) -> Option<Diagnostic> {
    let log_or_types = ["architrave:plugin/log@", "architrave:plugin/types@"];
    if log_or_types.iter().any(|known| item.name.starts_with(known)) {
        return None;
    }
    let help = if item.name.starts_with("wasi:") {
        "it was built for WASI (such as `wasm32-wasip2`), which gives files, clocks and network; build it with \
         `architrave plugin build`, which does not"
    } else {
        "a plugin may import `log` of the contract and nothing else"
    };
    let message = format!("the plugin imports `{}`, which this host does not give", item.name);
    Some(Diagnostic::error("load.import-not-allowed", message).help(help))
}

impl Inspection {
    /// For people: a line per fact, settings as a table. Nothing of the component's own text can steer a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "{name:<12}{}", clean(value));
        };
        if let Some(manifest) = &self.manifest {
            line("plugin", &format!("{} {}", manifest.id, manifest.version));
            line("", &manifest.description);
            let roles: Vec<&str> = manifest.roles.iter().map(|role| role.as_str()).collect();
            line("roles", &roles.join(", "));
            let claims: Vec<&str> = manifest.claims.iter().map(|claim| claim.as_str()).collect();
            line("claims", &if claims.is_empty() { "none".to_owned() } else { claims.join(", ") });
            line("class", if manifest.class == Class::Native { "native" } else { "scripting" });
            line("licence", &manifest.license);
            line("source", manifest.source.as_deref().unwrap_or("not told"));
            line(
                "authors",
                &if manifest.authors.is_empty() { "not told".to_owned() } else { manifest.authors.join(", ") },
            );
            if let Some(template) = &manifest.workload_template {
                line("workload", &format!("{}, {}", template.industry_type, template.industry));
                line("", &format!("lenses {}", template.lenses.join(", ")));
                line("", &format!("pillars {}", template.pillar_priorities.join(", ")));
                line("", &format!("frameworks {}", template.compliance_frameworks.join(", ")));
            }
        }
        for (position, Metadata { name, text }) in self.metadata.iter().filter(|_| self.manifest.is_none()).enumerate()
        {
            line(if position == 0 { "metadata" } else { "" }, &format!("{name}: {text}"));
        }
        line("sha256", &self.sha256);
        line("size", &format!("{} bytes", self.bytes));
        line("contract", self.contract.as_deref().unwrap_or("none"));
        for (what, items) in [("imports", &self.imports), ("exports", &self.exports)] {
            for (position, item) in items.iter().enumerate() {
                let functions =
                    if item.functions.is_empty() { String::new() } else { format!(": {}", item.functions.join(", ")) };
                line(if position == 0 { what } else { "" }, &format!("{}{functions}", item.name));
            }
        }
        for (position, signature) in self.signatures.iter().flatten().enumerate() {
            let held = if signature.holds { "ok" } else { "–" };
            line(if position == 0 { "signatures" } else { "" }, &format!("{held}: {}", signature.what));
        }
        if self.signatures.as_ref().is_some_and(Vec::is_empty) {
            line("signatures", "none");
        }
        let settings = self.manifest.iter().flat_map(|manifest| &manifest.settings);
        let rows: Vec<[String; 5]> = settings.map(|(name, setting)| row(name, setting)).collect();
        if !rows.is_empty() {
            let heading = ["name", "type", "allowed", "default", "meaning"].map(str::to_owned);
            for (position, row) in aligned(&[vec![heading], rows].concat()).iter().enumerate() {
                let _ = writeln!(text, "{:<12}{row}", if position == 0 { "settings" } else { "" });
            }
        }
        text
    }
}

/// Name, type, what is allowed, default, and what it is for.
fn row(name: &str, setting: &Setting) -> [String; 5] {
    let range = match (setting.minimum, setting.maximum) {
        (None, None) => None,
        (least, most) => {
            let end = |end: Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
            Some(format!("{}..{}", end(least), end(most)))
        }
    };
    let one_of = setting.one_of.as_ref().map(|values| values.join(", "));
    let keys = setting.keys.as_ref().map(|keys| keys.join(", "));
    let allowed = range.or(one_of).or(keys).unwrap_or_else(|| "any".to_owned());
    let default = setting.default.as_ref().map_or_else(|| "required".to_owned(), ToString::to_string);
    let items = setting.items.as_ref().map(|items| format!(" of {}", items.kind.as_str())).unwrap_or_default();
    [name.to_owned(), format!("{}{items}", setting.kind.as_str()), allowed, default, setting.description.clone()]
}

/// Rows in columns; the last one is as long as it is.
fn aligned(rows: &[[String; 5]]) -> Vec<String> {
    let rows: Vec<[String; 5]> = rows.iter().map(|row| row.each_ref().map(|cell| clean(cell))).collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let padded =
        |(cell, widest): (&String, &usize)| format!("{cell}{}  ", " ".repeat(widest.saturating_sub(width(cell))));
    rows.iter().map(|row| row.iter().zip(&widths).map(padded).collect::<String>().trim_end().to_owned()).collect()
}
