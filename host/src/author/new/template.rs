//! The files of a project, from templates: parts between `@if` and `@end` are kept where their condition holds.

use std::path::Path;

use architrave_core::{diagnostic::Diagnostic, outcome::Role};

use super::Wanted;
use crate::author::Language;

const PLUGIN: &str = include_str!("../../../templates/shared/plugin.toml");
const README: &str = include_str!("../../../templates/shared/README.md");
const CI: &str = include_str!("../../../templates/shared/ci.yml");
const CONFIGURATION: &str = include_str!("../../../templates/shared/architrave.toml");
const CASES: &str = include_str!("../../../templates/shared/cases.toml");
const GITIGNORE: &str = include_str!("../../../templates/shared/gitignore");
const WORLD: &str = include_str!("../../../templates/shared/world.wit");
const CONTRACT: &str = include_str!("../../../../wit/plugin.wit");

/// The files that only one language has.
const fn own(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::Rust => &[
            ("Cargo.toml", include_str!("../../../templates/rust/Cargo.toml.in")),
            ("src/lib.rs", include_str!("../../../templates/rust/lib.rs")),
            ("src/tests.rs", include_str!("../../../templates/rust/tests.rs")),
        ],
        Language::C => &[("rules.c", include_str!("../../../templates/c/rules.c"))],
        Language::JavaScript => &[
            ("package.json", include_str!("../../../templates/javascript/package.json")),
            ("rules.js", include_str!("../../../templates/javascript/rules.js")),
        ],
        Language::Python => &[
            ("requirements.txt", include_str!("../../../templates/python/requirements.txt")),
            ("rules.py", include_str!("../../../templates/python/rules.py")),
        ],
    }
}

/// What templates ask for.
pub(super) struct Template {
    language: Language,
    /// What conditions may name.
    holds: Vec<&'static str>,
    /// Names and what stands for them.
    values: Vec<(&'static str, String)>,
}

impl Template {
    pub(super) fn of(wanted: &Wanted) -> Result<Self, Box<Diagnostic>> {
        let language = wanted.language;
        let has = |role: Role| wanted.roles.contains(&role);
        let roles: Vec<&str> = Role::ALL.into_iter().filter(|role| has(*role)).map(Role::as_str).collect();
        let mut holds = roles.clone();
        holds.push(language.as_str());
        if Role::ALL.into_iter().any(|role| role != Role::Scoring && has(role)) {
            holds.push("gaps");
        }
        if language != Language::Rust {
            holds.push("wit");
        }
        let is_scripting = matches!(language, Language::JavaScript | Language::Python);
        if is_scripting {
            holds.push("scripting");
        }
        let id = &wanted.name;
        let (source, setup) = match language {
            Language::Rust => ("src/lib.rs", "rustup target add wasm32-unknown-unknown"),
            Language::C => ("rules.c", "pip install ziglang==0.17.1"),
            Language::JavaScript => ("rules.js", "npm install"),
            Language::Python => ("rules.py", "pip install -r requirements.txt"),
        };
        let quoted: Vec<String> = roles.iter().map(|role| format!("\"{role}\"")).collect();
        let values = vec![
            ("id", id.clone()),
            // No word of the language, and no crate of its own, ends so.
            ("crate", format!("{}_rules", id.replace('-', "_"))),
            ("roles", quoted.join(", ")),
            ("role_names", roles.join(", ")),
            ("source", source.to_owned()),
            ("setup", setup.to_owned()),
            ("sdk", sdk(wanted.sdk.as_deref())?),
            ("imports", imports(&holds)),
        ];
        Ok(Self { language, holds, values })
    }

    fn is_true(&self, condition: &str) -> bool {
        condition.split(" or ").map(str::trim).any(|word| match word.strip_prefix("not ") {
            Some(word) => !self.holds.contains(&word),
            None => self.holds.contains(&word),
        })
    }

    /// The text of a template. A line that holds `@if CONDITION` or `@end` is a mark of its own, in whatever comment.
    fn render(&self, template: &str) -> String {
        let mut text = String::new();
        let mut kept = vec![true];
        for line in template.lines() {
            let mark = line.trim_end().trim_end_matches("-->").trim_end();
            if let Some((_, condition)) = mark.split_once("@if ") {
                let outer = kept.last().copied().unwrap_or(true);
                kept.push(outer && self.is_true(condition));
            } else if mark.ends_with("@end") {
                kept.pop();
            } else if kept.last().copied().unwrap_or(true) {
                text.push_str(line);
                text.push('\n');
            }
        }
        for (name, value) in &self.values {
            text = text.replace(&format!("@{name}@"), value);
        }
        text
    }
}

/// Every file of a project, by its path within the folder.
pub(super) fn files(template: &Template) -> Vec<(&'static str, String)> {
    let mut files = vec![
        ("plugin.toml", template.render(PLUGIN)),
        ("README.md", template.render(README)),
        ("ci.yml", template.render(CI)),
        ("cases/sample.toml", template.render(CASES)),
        ("architrave.toml", template.render(CONFIGURATION)),
        (".gitignore", template.render(GITIGNORE)),
    ];
    if template.language != Language::Rust {
        files.push(("wit/world.wit", template.render(WORLD)));
        files.push(("wit/deps/architrave-plugin/plugin.wit", CONTRACT.to_owned()));
    }
    files.extend(own(template.language).iter().map(|(path, text)| (*path, template.render(text))));
    files
}

/// What the Rust source takes from the SDK, and for which conditions.
const IMPORTS: [(&str, &[&str]); 26] = [
    ("AdviceCode", &["guidance"]),
    ("Answer", &["scoring"]),
    ("Consequence", &["impact"]),
    ("ConsequenceCode", &["impact"]),
    ("Controls", &["impact"]),
    ("Environment", &["impact"]),
    ("Frame", &["scoring"]),
    ("Gap", &["gaps"]),
    ("Guidance", &["guidance"]),
    ("Impact", &["impact"]),
    ("Legend", &["rust"]),
    ("Lens", &["rust"]),
    ("Level", &["priority"]),
    ("Lines", &["guidance"]),
    ("Plugin", &["rust"]),
    ("Points", &["scoring"]),
    ("Priority", &["priority"]),
    ("ReasonCode", &["scoring", "priority"]),
    ("Refusal", &["rust"]),
    ("Review", &["scoring", "gaps"]),
    ("Risk", &["scoring", "priority", "impact"]),
    ("Scope", &["scoring"]),
    ("Scoring", &["scoring"]),
    ("Settings", &["rust"]),
    ("Severity", &["impact"]),
    ("Urgency", &["priority"]),
];

/// One `use`, in lines as rustfmt fills them.
fn imports(holds: &[&str]) -> String {
    const COLUMNS: usize = 100;
    let is_used = |conditions: &[&str]| conditions.iter().any(|condition| holds.contains(condition));
    let names: Vec<&str> = IMPORTS.iter().filter(|(_, when)| is_used(when)).map(|(name, _)| *name).collect();
    let on_one = format!("use architrave_guest::{{{}}};", names.join(", "));
    if on_one.len() <= COLUMNS {
        return on_one;
    }
    let mut lines = vec![String::from("   ")];
    for name in names {
        let length = lines.last().map_or(0, String::len);
        if length.saturating_add(name.len()).saturating_add(2) >= COLUMNS {
            lines.push(String::from("   "));
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&format!(" {name},"));
        }
    }
    format!("use architrave_guest::{{\n{}\n}};", lines.join("\n"))
}

/// How `Cargo.toml` names the SDK.
fn sdk(folder: Option<&Path>) -> Result<String, Box<Diagnostic>> {
    let Some(folder) = folder else {
        return Ok(format!("\"{}\"", env!("CARGO_PKG_VERSION")));
    };
    let found = folder.canonicalize().ok().filter(|folder| folder.join("Cargo.toml").is_file());
    let found = found.as_deref().and_then(Path::to_str);
    let Some(found) = found else {
        return Err(Diagnostic::error("new.sdk", format!("there is no SDK in `{}`", folder.display()))
            .help("name the folder `guest-sdk` of Architrave's source")
            .into());
    };
    // A basic string of TOML.
    let found = found.replace('\\', "\\\\").replace('"', "\\\"");
    Ok(format!("{{ path = \"{found}\" }}"))
}
