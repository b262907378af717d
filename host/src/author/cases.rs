//! `plugin test`: does a plugin still say what was agreed? Cases in TOML, each a review and what is expected of it.
//!
//! The form of a case stands in `docs/cases.md`.
//!
//! ```
//! use std::{fs, sync::Arc};
//!
//! use architrave::{author::cases, builtin};
//! use architrave_core::manifest::Class;
//! use architrave_runtime::Options;
//!
//! let folder = tempfile::tempdir().expect("a folder");
//! let case = r#"
//! [[case]]
//! name = "no risk gives all points"
//! review.questions.identities = { risk = "NONE", selected = ["sec_identities_enforce_mechanisms"] }
//! expect.points.identities = [9, 9]
//! "#;
//! fs::write(folder.path().join("risks.toml"), case).expect("a file");
//!
//! let classic = builtin::component("classic").expect("it is built in");
//! let tested = cases::test(&classic, Class::Native, &Options::default(), folder.path()).expect("the case can be read");
//! assert!(tested.report.passes(), "{}", tested.report.to_text());
//! ```

mod bless;
mod expect;
mod fields;
mod file;
mod found;
mod inline;
mod junit;
mod reviews;
mod text;

use std::{
    fs,
    path::{Path, PathBuf},
};

use architrave_core::{
    assess::{self, Selection},
    diagnostic::Diagnostic,
    manifest::Class,
    outcome::Role,
    report::Review,
    settings,
    snapshot::Snapshot,
};
use architrave_runtime::{Images, Options, Plugin, Runtime};
use serde::Serialize;

use expect::{Expectation, Section};
use fields::{Fields, Reader};
use reviews::Reviews;

use super::load::unavailable;

pub use bless::Blessed;
pub use expect::Seen;

/// Largest case file that is read, in bytes.
const FILE_BYTES_MAX: u64 = 8 << 20;

/// Cases that were run.
#[derive(Debug)]
pub struct Tested {
    /// What was found.
    pub report: Report,
    /// Behind each row of the report.
    ran: Vec<Ran>,
    /// Every file with its text, in the order of the report.
    files: Vec<(PathBuf, String)>,
}

/// What was found. As JSON: `architrave.cases/1`; members are added, never removed or changed.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `architrave.cases/1`.
    pub schema: &'static str,
    /// The plugin's id.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Of the component, in hexadecimal digits.
    pub sha256: String,
    /// By file, in the order of each.
    pub cases: Vec<Case>,
    /// How many cases do not pass.
    pub failed: usize,
}

/// One case.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// Its file, as it was named.
    pub file: String,
    /// Where it starts; the first line is 1.
    pub line: u32,
    /// Unique in its file.
    pub name: String,
    /// Whether everything is as expected.
    pub passes: bool,
    /// How many values it expects; with none, it passes when no role faults.
    pub expects: usize,
    /// What is not as expected.
    pub differences: Vec<Difference>,
    /// What was written into the case in place of what it expected (`--bless`).
    pub blessed: Vec<Difference>,
    /// What the plugin logged, above debug.
    pub says: Vec<String>,
}

/// A value that is not what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// As the case writes it, such as `priorities."identities/sso"`.
    pub key: String,
    /// In the case.
    pub expected: Seen,
    /// From the plugin.
    pub found: Seen,
    /// In the plugin's words, where there are some.
    pub because: Option<String>,
    #[serde(skip)]
    section: Section,
    #[serde(skip)]
    name: String,
    /// Whether the case has the key; false for a fault that nobody expected, and for what `--bless` adds.
    #[serde(skip)]
    is_named: bool,
}

/// A case that can be run.
#[derive(Debug)]
struct Ready {
    name: String,
    line: u32,
    settings: String,
    snapshot: Snapshot,
    expect: Vec<Expectation>,
}

/// What stands behind a row of the report.
#[derive(Debug)]
struct Ran {
    /// Position in the files.
    file: usize,
    /// Position among the cases of the file.
    position: usize,
    review: Review,
}

/// Loads a component as the host does, and holds it to every `*.toml` in `folder`.
///
/// # Errors
///
/// When the component is not admitted, plugins cannot be run here, or anything is wrong with any case file: `cases.invalid`,
/// `cases.review`, `cases.none`, `cases.unreadable`, and what is wrong with settings and reviews, each with file, line and column.
pub fn test(component: &[u8], class: Class, options: &Options, folder: &Path) -> Result<Tested, Vec<Diagnostic>> {
    let plugin = load(component, class, options)?;
    let files = files(folder)?;
    let mut reviews = Reviews::default();
    let mut problems = Vec::new();
    let mut ready = Vec::new();
    for (path, text) in &files {
        match read(path, text, &plugin, &mut reviews) {
            Ok(cases) => ready.push(cases),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if ready.iter().all(Vec::is_empty) {
        return Err(vec![none(folder)]);
    }
    let (mut cases, mut ran) = (Vec::new(), Vec::new());
    for (file, ((path, _), ready)) in files.iter().zip(ready).enumerate() {
        for (position, ready) in ready.into_iter().enumerate() {
            let review = run(&plugin, &ready);
            cases.push(case(path, &ready, &review));
            ran.push(Ran { file, position, review });
        }
    }
    let manifest = plugin.manifest();
    let mut report = Report {
        schema: "architrave.cases/1",
        plugin: manifest.id.clone(),
        version: manifest.version.clone(),
        sha256: plugin.sha256().to_string(),
        cases,
        failed: 0,
    };
    report.count();
    Ok(Tested { report, ran, files })
}

fn load(component: &[u8], class: Class, options: &Options) -> Result<Plugin, Vec<Diagnostic>> {
    let runtime = Runtime::new(options.clone()).map_err(|error| unavailable(&error))?;
    runtime.load(component, class).map_err(|error| {
        vec![Diagnostic::error(error.code(), format!("cannot load the plugin: {error}")).help(error.help())]
    })
}

fn none(folder: &Path) -> Diagnostic {
    Diagnostic::error("cases.none", format!("there are no cases in `{}`", folder.display()))
        .help("write a file `*.toml` there with a table `[[case]]`; its form stands in `docs/cases.md`")
}

/// Case files by name, with their texts.
fn files(folder: &Path) -> Result<Vec<(PathBuf, String)>, Vec<Diagnostic>> {
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        Diagnostic::error("cases.unreadable", format!("cannot read `{}`: {error}", path.display()))
            .help("name the folder of the cases with `--cases`")
    };
    let listed = || -> std::io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        Ok(entries.into_iter().map(|entry| entry.path()).collect())
    };
    let mut paths = match listed() {
        Ok(paths) => paths,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(vec![none(folder)]),
        Err(error) => return Err(vec![unreadable(folder, &error)]),
    };
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file());
    paths.sort();
    if paths.is_empty() {
        return Err(vec![none(folder)]);
    }
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let size = fs::metadata(&path).map_or(0, |found| found.len());
        match fs::read_to_string(&path) {
            _ if size > FILE_BYTES_MAX => problems.push(unreadable(&path, &format!("it has {size} bytes"))),
            Ok(text) => files.push((path, text)),
            Err(error) => problems.push(unreadable(&path, &error)),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// The cases of one file, or everything that is wrong with them.
fn read(path: &Path, text: &str, plugin: &Plugin, reviews: &mut Reviews) -> Result<Vec<Ready>, Vec<Diagnostic>> {
    let mut reader = Reader::new(text, path);
    let table = reader.parse();
    let cases = file::cases(&mut reader, &Fields::of(&table, "the file"));
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let mut ready = Vec::new();
    for case in cases {
        let settings = settings::resolve(&case.settings, &plugin.manifest().settings);
        for problem in settings.as_ref().err().into_iter().flatten() {
            let pointer = problem.location.as_ref().and_then(|at| at.pointer.as_deref()).unwrap_or_default();
            let place = case.settings_fields.as_ref().map_or_else(|| case.span.clone(), |fields| fields.place(pointer));
            reader.found(&place, problem);
        }
        let snapshot = match reviews.get(&case.review, folder) {
            Ok(snapshot) => snapshot,
            Err(problems) => {
                problems.iter().for_each(|problem| reader.found(&case.review_span, problem));
                continue;
            }
        };
        found::check(&mut reader, &case.expect, &snapshot, plugin.roles());
        let line = reader.location(&case.span).line.unwrap_or_default();
        let Ok(settings) = settings else { continue };
        ready.push(Ready { name: case.name.to_owned(), line, settings, snapshot, expect: case.expect });
    }
    let problems = reader.into_problems();
    if problems.is_empty() { Ok(ready) } else { Err(problems) }
}

/// What the host makes of a review when this plugin answers every role that it has, and nobody the others.
fn run(plugin: &Plugin, case: &Ready) -> Review {
    let id = &plugin.manifest().id;
    let answers = |role: Role| plugin.roles().contains(&role).then(|| id.clone());
    let selection = Selection {
        scoring: answers(Role::Scoring),
        priority: answers(Role::Priority),
        impact: answers(Role::Impact),
        guidance: answers(Role::Guidance).into_iter().collect(),
        compare: Vec::new(),
    };
    let snapshot = &case.snapshot;
    let prepared = plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &case.settings, Images::Never);
    let mut outcome = prepared.run(snapshot, plugin.roles());
    outcome.plugin.clone_from(id);
    assess::assess(snapshot, &[outcome], &selection, assess::Options::default())
}

fn case(path: &Path, ready: &Ready, review: &Review) -> Case {
    let differences = found::differences(review, &ready.expect);
    let says = review.diagnostics.iter().filter(|said| said.code.starts_with("plugin."));
    Case {
        file: path.display().to_string(),
        line: ready.line,
        name: ready.name.clone(),
        passes: differences.is_empty(),
        expects: ready.expect.len(),
        differences,
        blessed: Vec::new(),
        says: says.map(|said| said.message.clone()).collect(),
    }
}

impl Report {
    /// Whether every case passes.
    #[must_use]
    pub const fn passes(&self) -> bool {
        self.failed == 0
    }

    fn count(&mut self) {
        self.failed = self.cases.iter().filter(|case| !case.passes).count();
    }
}
