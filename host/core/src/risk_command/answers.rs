//! What do the answers say, in whichever form they are written?

use std::collections::BTreeMap;

use super::{Lens, Named, node::Node};
use crate::{
    diagnostic::{Diagnostic, Location, list_names},
    lens::{ChoiceSet, Question, file},
};

/// The member under which other tools keep a list of answers.
const RESPONSES: &str = "questionResponses";

const FORMS_HELP: &str = "write `{\"<question id>\": [\"<choice id>\", …]}`, or per question \
                          `{\"selected\": […], \"not_applicable\": […], \"applicable\": true}`";

/// Answers as written, each with its place.
pub(super) struct Answers<'a> {
    source: Named<'a>,
    answers: Vec<Answer>,
    notes: Vec<Diagnostic>,
}

struct Answer {
    question: String,
    pointer: String,
    selected: Vec<(String, String)>,
    not_applicable: Vec<(String, String)>,
    applicable: bool,
}

/// What was selected, one per question of the lens.
pub(super) struct Settled {
    pub(super) selections: Vec<Selection>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

#[derive(Clone)]
pub(super) struct Selection {
    pub(super) selected: ChoiceSet,
    pub(super) applicable: bool,
    pub(super) location: Location,
}

/// Reads the answers, or tells everything that is wrong with them.
pub(super) fn read(source: Named<'_>) -> Result<Answers<'_>, Vec<Diagnostic>> {
    let node: Node = serde_json::from_str(file::without_mark(source.text))
        .map_err(|error| vec![file::invalid_json("answer.invalid-json", Some(source.file), source.text, &error)])?;
    let mut reader = Reader { file: source.file, answers: Vec::new(), notes: Vec::new(), problems: Vec::new() };
    reader.file(node);
    if reader.problems.is_empty() {
        return Ok(Answers { source, answers: reader.answers, notes: reader.notes });
    }
    file::locate(source.text, &mut reader.problems);
    Err(reader.problems)
}

struct Reader<'a> {
    file: &'a str,
    answers: Vec<Answer>,
    notes: Vec<Diagnostic>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, node: Node) {
        match node {
            Node::Object(members) => {
                for (name, value) in members {
                    let pointer = format!("/{}", file::escape(&name));
                    match (name.as_str(), value) {
                        (RESPONSES, Node::List(items)) => self.responses(items, &pointer),
                        (_, value) => self.answer(name, value, pointer),
                    }
                }
            }
            Node::List(items) => self.responses(items, ""),
            other @ (Node::Null | Node::Boolean(_) | Node::Number | Node::Text(_)) => {
                self.malformed("the answers", "an object by question id", &other, "");
            }
        }
    }

    /// `[{"questionId": …, "choices": […]}]`.
    fn responses(&mut self, items: Vec<Node>, pointer: &str) {
        for (position, item) in items.into_iter().enumerate() {
            let pointer = format!("{pointer}/{position}");
            let Node::Object(members) = item else {
                self.malformed("a response", "an object with `questionId`", &item, &pointer);
                continue;
            };
            let (ids, rest): (Vec<_>, Vec<_>) = members.into_iter().partition(|(name, _)| name == "questionId");
            match ids.into_iter().next_back() {
                Some((_, Node::Text(id))) => self.answer(id, Node::Object(rest), pointer),
                Some((_, other)) => self.malformed("`questionId`", "text", &other, &format!("{pointer}/questionId")),
                None => self.malformed("a response", "an object with `questionId`", &Node::Object(rest), &pointer),
            }
        }
    }

    fn answer(&mut self, question: String, node: Node, pointer: String) {
        let of = format!("the answer to `{question}`");
        let mut answer =
            Answer { question, pointer, selected: Vec::new(), not_applicable: Vec::new(), applicable: true };
        match node {
            Node::Null => {}
            Node::List(_) => answer.selected = self.choices(node, &of, &answer.pointer),
            Node::Object(members) => {
                for (name, value) in members {
                    let pointer = format!("{}/{}", answer.pointer, file::escape(&name));
                    match (name.as_str(), value) {
                        ("selected" | "choices", value) => answer.selected.extend(self.choices(value, &of, &pointer)),
                        ("not_applicable", value) => answer.not_applicable.extend(self.choices(value, &of, &pointer)),
                        ("applicable", Node::Boolean(applicable)) => answer.applicable = applicable,
                        ("applicable", Node::Null) => {}
                        ("applicable", other) => self.malformed("`applicable`", "`true` or `false`", &other, &pointer),
                        _ => {
                            let message = format!("{of} has a member `{name}`, which has no meaning here");
                            let known = "it may have `selected`, `not_applicable` and `applicable`";
                            let note = Diagnostic::note("answer.unknown-member", message).help(known);
                            self.notes.push(note.at(Location::pointer(Some(self.file), pointer)));
                        }
                    }
                }
            }
            other @ (Node::Boolean(_) | Node::Number | Node::Text(_)) => {
                return self.malformed(&of, "a list or an object", &other, &answer.pointer);
            }
        }
        self.answers.push(answer);
    }

    /// Choice ids with their pointers.
    fn choices(&mut self, node: Node, of: &str, pointer: &str) -> Vec<(String, String)> {
        let items = match node {
            Node::List(items) => items,
            Node::Null => Vec::new(),
            other @ (Node::Boolean(_) | Node::Number | Node::Text(_) | Node::Object(_)) => {
                self.malformed(of, "a list of choice ids", &other, pointer);
                Vec::new()
            }
        };
        let mut choices = Vec::new();
        for (position, item) in items.into_iter().enumerate() {
            let pointer = format!("{pointer}/{position}");
            if let Node::Text(id) = item {
                choices.push((id, pointer));
            } else {
                self.malformed(of, "choice ids as text", &item, &pointer);
            }
        }
        choices
    }

    fn malformed(&mut self, what: &str, expected: &str, found: &Node, pointer: &str) {
        let message = format!("expected {what} to be {expected}, found {}", found.kind());
        let problem = Diagnostic::error("answer.malformed", message).help(FORMS_HELP);
        self.problems.push(problem.at(Location::pointer(Some(self.file), pointer)));
    }
}

impl Answers<'_> {
    /// Resolves ids against the lens. Diagnostics are in the order of the answers.
    pub(super) fn settle(self, lens: &Lens) -> Settled {
        let mut diagnostics = self.notes;
        let positions: BTreeMap<&str, usize> =
            lens.questions.iter().enumerate().map(|(position, question)| (&*question.id, position)).collect();
        let nothing = Selection {
            selected: ChoiceSet::default(),
            applicable: true,
            location: Location { file: Some(self.source.file.to_owned()), ..Location::default() },
        };
        let mut selections = vec![nothing; lens.questions.len()];
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let questions = list_names(positions.keys().copied());
        for answer in self.answers {
            let found = positions.get(answer.question.as_str());
            let found =
                found.and_then(|position| Some((lens.questions.get(*position)?, selections.get_mut(*position)?)));
            let location = Location::pointer(Some(self.source.file), answer.pointer.clone());
            let Some((question, selection)) = found else {
                let message = format!("the lens has no question `{}`", answer.question);
                let help = format!("questions are {questions}");
                diagnostics.push(Diagnostic::note("answer.unknown-question", message).help(help).at(location));
                continue;
            };
            if let Some(first) = seen.insert(answer.question.clone(), answer.pointer.clone()) {
                let message =
                    format!("question `{}` is answered twice, first at `{first}`: the last counts", question.id);
                let note = Diagnostic::note("answer.duplicate-question", message).help("remove one of them");
                diagnostics.push(note.at(location.clone()));
            }
            *selection = answer.settle(question, location, &mut diagnostics);
        }
        file::locate(self.source.text, &mut diagnostics);
        file::locate_all(self.source.text, selections.iter_mut().map(|selection| &mut selection.location).collect());
        Settled { selections, diagnostics }
    }
}

impl Answer {
    fn settle(self, question: &Question, location: Location, diagnostics: &mut Vec<Diagnostic>) -> Selection {
        let note = |code, message: String| Diagnostic::note(code, message).at(location.clone());
        let file = location.file.as_deref();
        let selected = resolve(question, &self.selected, file, diagnostics);
        let not_applicable = resolve(question, &self.not_applicable, file, diagnostics);
        let practices = question.practice_set().0;
        let names = |set: u64| {
            let choices = question.choices.iter().enumerate();
            list_names(
                choices.filter(|(position, _)| ChoiceSet(set).contains(*position)).map(|(_, choice)| &*choice.id),
            )
        };
        let of = &question.id;
        if !self.applicable && !selected.is_empty() {
            let message =
                format!("question `{of}` is not applicable, yet {} is selected: it stays out", names(selected.0));
            diagnostics.push(note("answer.contradictory", message).help("set `applicable` to true, or select nothing"));
        }
        if selected.0 & practices != 0 && selected.0 & !practices != 0 {
            let (none, some) = (names(selected.0 & !practices), names(selected.0 & practices));
            let message = format!("question `{of}` has {none}, which means that no practice is met, beside {some}");
            diagnostics.push(note("answer.contradictory", message).help("select one or the other"));
        }
        let both = selected.0 & not_applicable.0;
        if both != 0 {
            let message =
                format!("question `{of}` has {} both selected and not applicable: selected counts", names(both));
            diagnostics.push(note("answer.contradictory", message).help("write it in one of the two lists"));
        }
        if self.applicable && selected.is_empty() && practices != 0 && not_applicable.0 & practices == practices {
            let message = format!("every practice of question `{of}` is not applicable, so it stays unanswered");
            diagnostics
                .push(note("answer.nothing-applicable", message).help("set `applicable` to false to leave it out"));
        }
        Selection { selected, applicable: self.applicable, location }
    }
}

/// The choices by position; says which ids the question does not have, and which stand twice.
fn resolve(
    question: &Question,
    ids: &[(String, String)],
    file: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> ChoiceSet {
    let mut set = ChoiceSet::default();
    for (id, pointer) in ids {
        let note =
            |code, message: String| Diagnostic::note(code, message).at(Location::pointer(file, pointer.as_str()));
        match question.choices.iter().position(|choice| choice.id == *id) {
            Some(position) if set.contains(position) => {
                let message = format!("choice `{id}` of question `{}` stands twice in one list", question.id);
                diagnostics.push(note("answer.duplicate-choice", message).help("remove one of them"));
            }
            Some(position) => set.insert(position),
            None => {
                let message = format!("question `{}` has no choice `{id}`: it is left out", question.id);
                let names = list_names(question.choices.iter().map(|choice| &*choice.id));
                let help = format!("choices are {names}");
                diagnostics.push(note("answer.unknown-choice", message).help(help));
            }
        }
    }
    set
}
