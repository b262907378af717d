//! How does a lens as written become a lens whose ids all resolve, and what is wrong with it?

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use super::{Lens, PILLARS_MAX, Pillar, Word, member::Member, question::resolve_question, wire};
use crate::{
    diagnostic::{Diagnostic, Location},
    wire::Text,
};

/// Most questions: their positions cross the plugin contract in 16 bits. AWS allows 200.
const QUESTIONS_MAX: usize = 65_535;

/// As much of a lens as could be resolved. Whole when no diagnostic is an error.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) lens: Lens,
    /// One per question of `lens`.
    pub(crate) places: Vec<Place>,
    /// In file order.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Where a question of a draft stands in its file.
#[derive(Debug)]
pub(crate) struct Place {
    /// Of the question.
    pub(crate) pointer: String,
    /// Whether all of its choices and rules could be resolved.
    pub(crate) is_whole: bool,
}

/// What is found on the way through a file.
pub(super) struct Findings<'a> {
    file: Option<&'a str>,
    diagnostics: Vec<Diagnostic>,
    /// Names that the format does not have, by kind of object: how often, and the first pointer.
    unknown: BTreeMap<(&'static str, String), (usize, String)>,
    has_error: bool,
}

pub(crate) fn resolve(file: Option<&str>, wire: &wire::Lens<'_>) -> Draft {
    let mut findings = Findings { file, diagnostics: Vec::new(), unknown: BTreeMap::new(), has_error: false };
    findings.surplus("a lens", "", &wire.surplus);
    match findings.text(&wire.schema_version, "the schema version", "/schemaVersion") {
        Some("2021-11-01") => {}
        found => {
            let found = found.map_or("none".to_owned(), |version| format!("`{version}`"));
            findings.note("lens.schema-version", format!("expected schema version `2021-11-01`, found {found}"), "");
        }
    }
    let name = findings.text(&wire.name, "the lens's name", "/name").map(str::to_owned);
    if name.is_none() {
        findings.note("lens.no-name", "the lens has no name".to_owned(), "");
    }
    let mut lens = Lens {
        alias: name.clone().unwrap_or_else(|| "unnamed".to_owned()),
        arn: None,
        version: None,
        name,
        status: None,
        pillars: Vec::new(),
        questions: Vec::new(),
    };
    let mut places = Vec::new();
    let mut seen = BTreeMap::new();
    let mut pillar_ids = BTreeSet::new();
    for (position, pillar) in findings.list(&wire.pillars, "the lens's `pillars`", "/pillars") {
        let pointer = format!("/pillars/{position}");
        findings.surplus("a pillar", &pointer, &pillar.surplus);
        let Some(id) = findings.id(&pillar.id, "a pillar", &pointer) else { continue };
        if !pillar_ids.insert(id.to_owned()) {
            findings.error("lens.duplicate-pillar", format!("pillar `{id}` stands twice"), &format!("{pointer}/id"));
            continue;
        }
        let name =
            findings.text(&pillar.name, format_args!("the name of pillar `{id}`"), format_args!("{pointer}/name"));
        let word = |text: &str| Word::Owned(text.to_owned());
        lens.pillars.push(Pillar { id: word(id), name: word(name.unwrap_or(id)) });
        let what = format_args!("the `questions` of pillar `{id}`");
        for (position, question) in findings.list(&pillar.questions, what, format_args!("{pointer}/questions")) {
            let pointer = format!("{pointer}/questions/{position}");
            let Some(id) = findings.id(&question.id, "a question", &pointer) else { continue };
            if let Some(first) = seen.insert(id.to_owned(), pointer.clone()) {
                let message = format!("question `{id}` stands twice, first at `{first}`");
                findings.error("lens.duplicate-question", message, &format!("{pointer}/id"));
                continue;
            }
            let before = std::mem::take(&mut findings.has_error);
            let resolved = resolve_question(&mut findings, question, id, lens.pillars.len() - 1, &pointer);
            places.push(Place { pointer, is_whole: !findings.has_error });
            findings.has_error |= before;
            lens.questions.push(resolved);
        }
    }
    findings.finish(lens, places)
}

impl Findings<'_> {
    fn finish(mut self, lens: Lens, places: Vec<Place>) -> Draft {
        if lens.pillars.len() > PILLARS_MAX || lens.questions.len() > QUESTIONS_MAX {
            let message = format!(
                "cannot hold {} pillars and {} questions: at most {PILLARS_MAX} and {QUESTIONS_MAX}",
                lens.pillars.len(),
                lens.questions.len()
            );
            self.error("lens.too-large", message, "/pillars");
        }
        for ((object, name), (count, pointer)) in std::mem::take(&mut self.unknown) {
            let message = match count {
                1 => format!("{object} has a member `{name}`, which the format does not know"),
                _ => {
                    format!("{object} has a member `{name}`, which the format does not know, {count} times in the file")
                }
            };
            self.note("lens.unknown-member", message, &pointer);
        }
        Draft { lens, places, diagnostics: self.diagnostics }
    }

    /// Something that keeps the lens from being used.
    pub(super) fn error(&mut self, code: &'static str, message: String, pointer: &str) {
        self.has_error = true;
        self.push(Diagnostic::error(code, message), pointer);
    }

    /// Something that a reader should know.
    pub(super) fn note(&mut self, code: &'static str, message: String, pointer: &str) {
        self.push(Diagnostic::note(code, message), pointer);
    }

    /// The same, with what to do and a place within the text at `pointer`.
    pub(super) fn spanned(&mut self, mut diagnostic: Diagnostic, pointer: &str, span: (u32, u32)) {
        self.has_error |= diagnostic.severity == crate::diagnostic::Severity::Error;
        diagnostic.location = Some(Location { span: Some(span), ..Location::pointer(self.file, pointer) });
        self.diagnostics.push(diagnostic);
    }

    fn push(&mut self, mut diagnostic: Diagnostic, pointer: &str) {
        diagnostic.help = help(diagnostic.code).map(str::to_owned);
        self.diagnostics.push(diagnostic.at(Location::pointer(self.file, pointer)));
    }

    /// Text that a lens can do without.
    pub(super) fn text<'t>(
        &mut self,
        member: &'t Member<Text<'_>>,
        what: impl Display,
        pointer: impl Display,
    ) -> Option<&'t str> {
        if let Member::Wrong(kind) = member {
            self.note("lens.wrong-type", format!("expected {what} to be text, found {kind}"), &pointer.to_string());
        }
        member.get().map(|text| &**text).filter(|text| !text.is_empty())
    }

    /// The id of what stands at `pointer`.
    pub(super) fn id<'t>(
        &mut self,
        member: &'t Member<Text<'_>>,
        what: impl Display,
        pointer: &str,
    ) -> Option<&'t str> {
        let found = match member {
            Member::Found(id) if !id.is_empty() => return Some(id),
            Member::Found(_) => "an empty one",
            Member::Absent => "none",
            Member::Wrong(kind) => kind,
        };
        self.error("lens.missing-id", format!("expected {what} to have an `id`, found {found}"), pointer);
        None
    }

    /// The items of a list, with their positions in the file. No list at all is no item.
    pub(super) fn list<'t, T>(
        &mut self,
        list: &'t wire::List<T>,
        what: impl Display,
        pointer: impl Display,
    ) -> Vec<(usize, &'t T)> {
        if let Member::Wrong(kind) = list {
            self.error("lens.wrong-type", format!("expected {what} to be a list, found {kind}"), &pointer.to_string());
        }
        let mut found = Vec::with_capacity(list.get().map_or(0, Vec::len));
        for (position, item) in list.get().into_iter().flatten().enumerate() {
            let kind = match item {
                Member::Found(item) => {
                    found.push((position, item));
                    continue;
                }
                Member::Absent => "`null`",
                Member::Wrong(kind) => kind,
            };
            let message = format!("expected {what} to hold objects, found {kind}");
            self.error("lens.wrong-type", message, &format!("{pointer}/{position}"));
        }
        found
    }

    /// Members that the object at `pointer` has beside those that we read. Names that start with `_` are the author's own.
    pub(super) fn surplus(&mut self, object: &'static str, pointer: &str, surplus: &wire::Surplus<'_>) {
        for name in &surplus.repeated {
            let message = format!("member `{name}` stands twice in {object}: the last one counts");
            self.note("lens.repeated-member", message, &format!("{pointer}/{name}"));
        }
        for name in surplus.unknown.iter().filter(|name| !name.starts_with('_')) {
            let at = format!("{pointer}/{}", super::locate::escape(name));
            self.unknown.entry((object, name.to_owned_string())).or_insert((0, at)).0 += 1;
        }
    }
}

/// What to do about the problems that need no more than one sentence.
fn help(code: &'static str) -> Option<&'static str> {
    Some(match code {
        "lens.schema-version" => "set `schemaVersion` to `2021-11-01`, the only one there is",
        "lens.missing-id" => "give it an `id` of 3 to 128 letters, digits and underscores",
        "lens.duplicate-pillar" | "lens.duplicate-question" | "lens.duplicate-choice" => "give one of them another id",
        "lens.reserved-id" => "give it another id: no rule can name it",
        "lens.no-default" => "add a last rule with the condition `default`",
        "lens.unknown-risk" => "write `HIGH_RISK`, `MEDIUM_RISK` or `NO_RISK`",
        "lens.too-many-choices" => "split the question: AWS allows 15 choices",
        "lens.unknown-member" => "check the spelling, or start its name with `_`: nothing reads it",
        "lens.no-name" => "give it a `name`",
        _ => return None,
    })
}
