//! How does an explanation read on a terminal? From the facts to the score to what there is to do.

use std::fmt::Write as _;

use architrave_core::report::{Improvement, Question};

use super::{
    Explanation,
    facts::{RiskOrigin, ScoreWorking, risk_source},
};
use crate::sink::{
    Style, choices,
    width::{clean, wrap},
    words::{self, grouped, hundredths},
};

/// Lines so far.
#[derive(Debug)]
struct Page {
    text: String,
    columns: usize,
}

impl Page {
    /// A text in as many lines as it takes; all but the first stand two columns further in.
    fn say(&mut self, indent: usize, text: &str) {
        let room = self.columns.saturating_sub(indent + 2);
        for (position, line) in wrap(&clean(text), room).iter().enumerate() {
            let hanging = if position == 0 { 0 } else { 2 };
            let _ = writeln!(self.text, "{}{line}", " ".repeat(indent + hanging));
        }
    }

    /// An address or key after its name, on one line however long it is, so that it can be copied.
    fn whole(&mut self, indent: usize, name: &str, address: &str) {
        let address = clean(address);
        match address.contains(' ') {
            true => self.say(indent, &format!("{name} {address}")),
            false => {
                let line = format!("{name} {address}");
                let _ = writeln!(self.text, "{}{}", " ".repeat(indent), line.trim_start());
            }
        }
    }

    fn part(&mut self, title: &str) {
        let _ = writeln!(self.text, "\n{title}");
    }
}

pub(super) fn text(explanation: &Explanation<'_>, style: &Style) -> String {
    let mut page = Page { text: String::new(), columns: style.columns.max(40) };
    head(&mut page, explanation);
    risk(&mut page, explanation);
    practices(&mut page, explanation);
    working(&mut page, explanation);
    improvements(&mut page, explanation);
    if !explanation.diagnostics.is_empty() {
        page.part("Diagnostics");
    }
    for diagnostic in &explanation.diagnostics {
        let help = diagnostic.help.as_deref().map(|help| format!(" (help: {help})")).unwrap_or_default();
        page.say(2, &format!("{}: {}{help}", diagnostic.code, diagnostic.message));
    }
    page.text
}

fn head(page: &mut Page, explanation: &Explanation<'_>) {
    let question = explanation.question;
    page.say(0, &format!("{}: {}", words::question_name(question), question.title));
    let review = &explanation.review;
    let milestone = review.milestone.map(|number| format!(", milestone {number}")).unwrap_or_default();
    let version = review.lens_version.as_deref().unwrap_or("of unknown version");
    page.say(2, &format!("question `{}`, pillar {}", question.id, explanation.pillar_name));
    page.say(2, &format!("review {}: {}, lens {} {version}{milestone}", review.number, review.workload, review.lens));
    if let Some(url) = &question.url {
        page.whole(2, "", url);
    }
    let Some(choice) = question.choices.iter().find(|choice| Some(&*choice.id) == explanation.choice) else {
        return;
    };
    let level = choice.level.map(|level| format!(", level {level}")).unwrap_or_default();
    let reason = choice.reason.map(|reason| format!(": {}", words::reason_with_acceptance(reason))).unwrap_or_default();
    page.part("Practice");
    page.say(2, &format!("{}: {}", choices::name(choice), choice.title));
    page.say(2, &format!("`{}`, {}{reason}{level}", choice.id, state(choice.state)));
}

fn state(state: &str) -> &str {
    match state {
        "SELECTED" => "met",
        "UNSELECTED" => "not met",
        "NOT_APPLICABLE" => "not applicable",
        other => other,
    }
}

fn risk(page: &mut Page, explanation: &Explanation<'_>) {
    let source = &explanation.risk;
    page.part("Risk");
    page.say(2, &risk_in_words(explanation.question));
    if let Some(rule) = source.rule {
        page.say(
            2,
            &format!("rule {} of the lens: `{}` gives {}", rule.index.saturating_add(1), rule.condition, rule.risk),
        );
    }
    if source.rule_agrees == Some(false) {
        page.say(2, "the rule and the recorded risk disagree: the recorded one stands");
    }
    match explanation.question.prioritized {
        Some(true) => page.say(2, "prioritized by the profile"),
        Some(false) => page.say(2, "not prioritized by the profile"),
        None => page.say(2, "prioritized or not: the input does not tell"),
    }
}

/// The risk and where it comes from, in one phrase.
pub(crate) fn risk_in_words(question: &Question) -> String {
    let source = risk_source(question);
    let origin = match source.origin {
        RiskOrigin::Recorded if source.risk == "unknown" => {
            let recorded = source.recorded.unwrap_or_default();
            format!("recorded as `{recorded}`, which this version does not know; treated as unanswered")
        }
        RiskOrigin::Recorded => "as recorded by AWS".to_owned(),
        RiskOrigin::Rule => "set by a rule of the lens".to_owned(),
        RiskOrigin::NothingSelected => "nothing is selected and applicable".to_owned(),
        RiskOrigin::MarkedNotApplicable => {
            format!("marked so: {}", words::reason_with_acceptance(question.reason.unwrap_or("NONE")))
        }
        RiskOrigin::NoRuleMatches => "no rule of the lens matches the selection; treated as unanswered".to_owned(),
    };
    format!("{}: {origin}", source.risk)
}

fn practices(page: &mut Page, explanation: &Explanation<'_>) {
    let counts = choices::count(choices::practices(explanation.question));
    page.part("Practices");
    match explanation.question.risk {
        "NOT_APPLICABLE" => page.say(2, "none counts, as the question is not applicable"),
        _ => page.say(2, &format!("{} of {} applicable are met", counts.met, counts.applicable)),
    }
    for group in &explanation.practices {
        let missing = match group.missing.as_slice() {
            [] => String::new(),
            missing => format!("; missing: {}", missing.join(", ")),
        };
        page.say(
            4,
            &format!("{} {} of {}{missing}", group.level.unwrap_or("unknown level"), group.met, group.applicable),
        );
    }
    for practice in &explanation.not_applicable {
        let reason = words::reason_with_acceptance(practice.reason);
        page.say(2, &format!("not applicable: {} {}: {reason}", practice.practice, practice.title));
    }
    let none_of_these = explanation.question.choices.iter().filter(|choice| choice.none_of_these);
    for choice in none_of_these.filter(|choice| choice.state == "SELECTED") {
        page.say(2, &format!("selected: `{}`, which says that no practice is met", choice.id));
    }
}

fn working(page: &mut Page, explanation: &Explanation<'_>) {
    page.part("Score");
    let Some(working) = &explanation.working else {
        return page.say(2, "no contribution: the question is not applicable, or not scored");
    };
    let reason = working.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let figures = format!("{} of {} points", grouped(working.points.into()), grouped(working.of.into()));
    page.say(2, &format!("{figures}{reason}"));
    score(page, "the lens", &working.lens);
    if let Some(pillar) = &working.pillar {
        score(page, explanation.pillar_name, pillar);
    }
}

fn score(page: &mut Page, whose: &str, working: &ScoreWorking) {
    let line = format!(
        "{whose}: ⌊10 000 · {} / {}⌋ = {}, that is {} of 100",
        working.points,
        working.of,
        working.basis_points,
        hundredths(working.basis_points)
    );
    page.say(2, &line);
    let line = format!(
        "this question is {} % of the weight; with all its points the score would be {}",
        hundredths(working.weight_basis_points),
        hundredths(working.basis_points_if_full)
    );
    page.say(4, &line);
}

fn improvements(page: &mut Page, explanation: &Explanation<'_>) {
    let asked = |entry: &&&Improvement| explanation.choice.is_none() || entry.choice.as_deref() == explanation.choice;
    let entries: Vec<&&Improvement> = explanation.improvements.iter().filter(asked).collect();
    if !entries.is_empty() {
        page.part("To improve");
        for entry in entries {
            improvement(page, entry);
        }
    }
    let open: Vec<&&Improvement> = explanation.open_practices.iter().filter(asked).collect();
    if !open.is_empty() {
        page.part("Missing, although the question is at no risk");
        for entry in open {
            improvement(page, entry);
        }
    }
}

fn improvement(page: &mut Page, entry: &Improvement) {
    let code = entry.practice.as_deref().or(entry.choice.as_deref()).unwrap_or(&entry.question);
    let rank = entry.rank.map(|rank| format!("{rank}. ")).unwrap_or_default();
    let level = entry.level.map(|level| format!(" (level {level})")).unwrap_or_default();
    page.say(2, &format!("{rank}{code} {}{level}", entry.title));
    let reason = entry.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    if let Some(priority) = entry.priority {
        page.say(6, &format!("priority {priority} of 10{reason}"));
    }
    if let Some(severity) = entry.severity {
        let consequence = entry.consequence.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
        page.say(6, &format!("severity {}{consequence}", words::severity(severity)));
    }
    if let Some(effort) = &entry.effort {
        let days = words::count(effort.days, "day");
        page.say(6, &format!("effort {days} ({} h), from {}", effort.hours, words::basis(effort.basis)));
    }
    if !entry.controls.is_empty() {
        let controls: Vec<String> =
            entry.controls.iter().map(|control| format!("{} {}", control.framework, control.requirement)).collect();
        page.say(6, &format!("evidence gap (indicative): {}", controls.join(", ")));
    }
    if let Some(plan) = &entry.plan {
        if let Some(text) = &plan.text {
            page.say(6, &format!("plan: {text}"));
        }
        if let Some(url) = &plan.url {
            page.whole(6, "plan:", url);
        }
    }
    for line in &entry.guidance {
        page.say(6, &format!("{} {}: {}", line.plugin, line.id, line.text));
    }
    page.whole(6, "key", &entry.key);
}
