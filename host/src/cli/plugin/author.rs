//! `new`, `build`, `inspect` and `check`: what an author does.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use architrave_core::{diagnostic::Diagnostic, manifest::Class, outcome::Role};
use architrave_runtime::{Limits, Options};
use clap::Args;
use serde::Serialize;

use super::super::{FAILS, PASSES, TextOrJson, UNDECIDED, compile, output::Streams};
use crate::author::{Built, Language, build, check, inspect, new};

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArgs {
    /// The plugin's id, and the name of its new folder
    name: String,
    /// What it is written in: `rust`, `c`, `javascript` or `python`
    #[arg(long, default_value_t = Language::Rust)]
    language: Language,
    /// What it does, any of `scoring`, `priority`, `impact`, `guidance`
    #[arg(long, value_delimiter = ',', default_value = "scoring,priority", value_parser = role)]
    roles: Vec<Role>,
    /// Rust: folder of the SDK, `guest-sdk` in Architrave's source; else its published version
    #[arg(long, value_name = "FOLDER")]
    sdk: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BuildArgs {
    /// Folder of the plugin
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Refuse when `Cargo.lock` would have to change
    #[arg(long)]
    locked: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InspectArgs {
    /// The plugin: a `.wasm` file, or where it is: `oci://registry/repository:tag`, `oci-layout:FOLDER:tag`
    #[arg(value_name = "FILE|PLACE")]
    plugin: String,
    #[cfg(feature = "oci")]
    #[command(flatten)]
    reach: super::ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArgs {
    /// A `.wasm` file, or the folder of a plugin that was built
    #[arg(value_name = "FILE|FOLDER", default_value = ".")]
    plugin: PathBuf,
    /// Settings to check it with, as a TOML file; else its defaults
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// How many reviews are generated for each law
    #[arg(long, value_name = "N")]
    reviews: Option<u64>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

fn role(text: &str) -> Result<Role, String> {
    let known = Role::ALL.into_iter().find(|role| role.as_str() == text);
    known.ok_or_else(|| "roles are scoring, priority, impact, guidance".to_owned())
}

/// 0 when the project was made.
pub(super) fn new(args: &NewArgs, streams: &Streams) -> u8 {
    let here = PathBuf::from(".");
    let wanted = new::Wanted {
        name: args.name.clone(),
        language: args.language,
        roles: args.roles.clone(),
        sdk: args.sdk.clone(),
    };
    if let Err(problem) = new::project(&here, &wanted) {
        return failed(&problem, streams);
    }
    if args.language == Language::Rust && args.sdk.is_none() {
        streams.say("note: the SDK is not published yet; until then, give its folder with `--sdk`");
    }
    let name = &args.name;
    streams.data(format!("made `{name}`; go on with `architrave plugin build {name}` and its README.md\n").as_bytes())
}

/// 0 when the plugin was built.
pub(super) fn build_project(args: &BuildArgs, streams: &Streams) -> u8 {
    let Built { manifest, component } = match build(&args.folder, args.locked) {
        Ok(built) => built,
        Err(error) => {
            for line in error.to_string().lines() {
                streams.say(line);
            }
            return UNDECIDED;
        }
    };
    let path = args.folder.join(format!("{}.wasm", manifest.id));
    let written = streams.write_to(Some(&path), |out| out.write_all(&component));
    if written != PASSES {
        return written;
    }
    let sha256 = architrave_core::digest::bytes(&component);
    streams
        .data(format!("built {}\n  sha256  {sha256}\n  size    {} bytes\n", path.display(), component.len()).as_bytes())
}

/// 0 when it could be read, whatever it is; problems are told.
pub(super) fn inspect_plugin(args: &InspectArgs, streams: &Streams) -> u8 {
    let bytes = match bytes(args) {
        Ok(bytes) => bytes,
        Err(problem) => return failed(&problem, streams),
    };
    match inspect::inspect(&bytes) {
        Ok(found) => {
            streams.diagnostics("warning", &found.problems);
            show(&found, found.to_text(), args.format, streams)
        }
        Err(error) => {
            let message = format!("cannot inspect `{}`: {error}", args.plugin);
            failed(&Diagnostic::error(error.code(), message).help(error.help()), streams)
        }
    }
}

#[cfg(feature = "oci")]
fn bytes(args: &InspectArgs) -> Result<Vec<u8>, Diagnostic> {
    use architrave_registry::Place;
    if !Place::is_meant(&args.plugin) {
        return read(Path::new(&args.plugin));
    }
    let loaded = args.plugin.parse::<Place>().and_then(|place| place.load(&args.reach.client(), super::any_plugin()));
    loaded.map(|artifact| artifact.component().to_vec()).map_err(|error| error.diagnostic())
}

#[cfg(not(feature = "oci"))]
fn bytes(args: &InspectArgs) -> Result<Vec<u8>, Diagnostic> {
    read(Path::new(&args.plugin))
}

/// 0 when it keeps every law and claim, 1 when it does not, 2 when it could not be loaded.
pub(super) fn check_plugin(args: &CheckArgs, streams: &Streams) -> u8 {
    let options = Options { compiler: compile::compiler(), ..Options::default() };
    let checked = settings(args.settings.as_deref()).map_err(|problem| vec![problem]).and_then(|settings| {
        let component = component(&args.plugin).map_err(|problem| vec![problem])?;
        // The author grants what the plugin asks for.
        let asked = inspect::inspect(&component).ok().and_then(|found| found.manifest);
        let class = asked.map_or(Class::Native, |manifest| manifest.class);
        let effort = args.reviews.map(|reviews| check::Effort { reviews, ..check::Effort::of(class) });
        check::check(&component, class, &settings, &options, effort)
    });
    match checked {
        Ok(report) => {
            let shown = show(&report, report.to_text(), args.format, streams);
            if shown == PASSES && !report.passes() { FAILS } else { shown }
        }
        Err(problems) => {
            streams.diagnostics("error", &problems);
            UNDECIDED
        }
    }
}

/// A component, or that of a project that was built.
fn component(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    if !path.is_dir() {
        return read(path);
    }
    let manifest = architrave_componentize::manifest(&path.join("plugin.toml"))
        .map_err(|error| Diagnostic::error(error.code().as_str(), error.to_string()))?;
    let built = path.join(format!("{}.wasm", manifest.id));
    if built.is_file() {
        return read(&built);
    }
    let message = format!("cannot check `{}`: it was not built", path.display());
    Err(Diagnostic::error("check.not-built", message).help("run `architrave plugin build`"))
}

fn settings(path: Option<&Path>) -> Result<serde_json::Value, Diagnostic> {
    let Some(path) = path else { return Ok(serde_json::Value::Null) };
    let unreadable = |error: &dyn std::fmt::Display| {
        Diagnostic::error("check.settings", format!("cannot read settings `{}`: {error}", path.display()))
            .help("give a TOML file of settings")
    };
    let text = fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| unreadable(&error.message()))?;
    serde_json::to_value(table).map_err(|error| unreadable(&error))
}

/// A file that is larger than a component may be is not read to its end.
fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let limit = Limits::scripting().component_bytes;
    let bytes = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    bytes().map_err(|error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        Diagnostic::error("load.unreadable", message).help("name a `.wasm` component")
    })
}

fn show(value: &impl Serialize, text: String, format: TextOrJson, streams: &Streams) -> u8 {
    match format {
        TextOrJson::Text => streams.data(text.as_bytes()),
        TextOrJson::Json => match serde_json::to_string_pretty(value) {
            Ok(text) => streams.data(format!("{text}\n").as_bytes()),
            Err(error) => streams.problem("cannot print the answer", &error),
        },
    }
}

fn failed(problem: &Diagnostic, streams: &Streams) -> u8 {
    streams.diagnostics("error", std::slice::from_ref(problem));
    UNDECIDED
}
