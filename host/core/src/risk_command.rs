//! Which risk does each question of a lens have for given answers?
//!
//! This is `lens risk FILE --answers ANSWERS`: the rules of a custom lens tried out, without a review.

mod answers;
mod node;

use serde::{Serialize, Serializer};

use crate::{
    diagnostic::{Diagnostic, one_line},
    lens::{self, Lens, Word, rules},
    risk::Risk,
};

/// What `lens risk` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskReport {
    /// One per question, in lens order; in JSON an object by question id.
    #[serde(serialize_with = "by_id")]
    pub questions: Vec<QuestionRisk>,
    /// What a reader should know of lens and answers, in that order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The risk of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRisk {
    /// Id of the question.
    pub id: Word,
    /// Never recorded, always computed.
    pub risk: Risk,
    /// Position of the rule that set it, from 0; `None` when no rule did.
    pub rule: Option<usize>,
}

/// A file by name and content.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// As messages call it.
    pub file: &'a str,
    /// Its content.
    pub text: &'a str,
}

/// Tells the risk of every question of a lens for these answers.
///
/// Answers are an object by question id, of lists of selected choice ids or of objects
/// `{"selected": […], "not_applicable": […], "applicable": true}`, each member optional; or
/// `{"questionResponses": [{"questionId": …, "choices": […]}]}`; or both. A question without an answer is unanswered. What
/// the answers hold and the lens does not (`answer.unknown-question`, `answer.unknown-choice`), what stands twice
/// (`answer.duplicate-question`: the last counts; `answer.duplicate-choice`) and what contradicts itself
/// (`answer.contradictory`) is in the diagnostics.
///
/// # Errors
/// Everything that keeps lens or answers from being read: see [`crate::lens::parse()`], and `answer.invalid-json`,
/// `answer.malformed`.
pub fn risk(lens: Named<'_>, answers: Named<'_>) -> Result<RiskReport, Vec<Diagnostic>> {
    let parsed = lens::parse(Some(lens.file), lens.text);
    let read = answers::read(answers);
    let ((lens, mut diagnostics), answers) = match (parsed, read) {
        (Ok(parsed), Ok(read)) => (parsed, read),
        (parsed, read) => return Err(parsed.err().into_iter().chain(read.err()).flatten().collect()),
    };
    let mut questions = Vec::new();
    let settled = answers.settle(&lens);
    diagnostics.extend(settled.diagnostics);
    for (question, selection) in lens.questions.iter().zip(settled.selections) {
        let (risk, rule) = rules::judge(question, selection.selected, selection.applicable);
        if risk == Risk::Unknown {
            let message =
                format!("no rule of question `{}` is true for what was selected, so its risk is unknown", question.id);
            let help =
                "let the lens have a last rule with the condition `default`; `lens lint` shows where one is missing";
            diagnostics.push(Diagnostic::note("lens.no-rule-matches", message).help(help).at(selection.location));
        }
        questions.push(QuestionRisk { id: question.id.clone(), risk, rule });
    }
    Ok(RiskReport { questions, diagnostics })
}

/// In lens order, which a map of ids would lose.
fn by_id<S: Serializer>(questions: &[QuestionRisk], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Entry {
        risk: &'static str,
        rule: Option<usize>,
    }

    let entry = |question: &QuestionRisk| Entry { risk: question.risk.as_str(), rule: question.rule };
    serializer.collect_map(questions.iter().map(|question| (&*question.id, entry(question))))
}

impl RiskReport {
    /// For a terminal: a line per question, then the diagnostics.
    #[must_use]
    pub fn to_text(&self) -> String {
        let width = self.questions.iter().map(|question| question.id.chars().count()).max().unwrap_or(0);
        let line = |question: &QuestionRisk| {
            let rule = question.rule.map_or(String::new(), |rule| format!("  rule {}", rule + 1));
            let line = format!("{:width$}  {:14}{rule}", one_line(&question.id), question.risk.as_str());
            line.trim_end().to_owned() + "\n"
        };
        let note = |diagnostic: &Diagnostic| format!("note: {} [{}]\n", one_line(&diagnostic.message), diagnostic.code);
        let diagnostics = self.diagnostics.iter().map(note);
        self.questions.iter().map(line).chain(diagnostics).collect()
    }
}

#[cfg(test)]
mod tests;
