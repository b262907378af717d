//! How does one question as written become a question whose rules name positions?

use std::fmt;

use super::{CHOICES_MAX, Choice, Plan, Question, RiskRule, Word, member::Member, resolve::Findings, wire};
use crate::{
    condition,
    diagnostic::{Diagnostic, list_names},
    lens::Condition,
    risk::{Level, RuleRisk},
};

pub(super) fn resolve_question(
    findings: &mut Findings<'_>,
    wire: &wire::Question<'_>,
    id: &str,
    pillar: usize,
    pointer: &str,
) -> Question {
    findings.surplus("a question", pointer, &wire.surplus);
    let title =
        findings.text(&wire.title, format_args!("the title of question `{id}`"), format_args!("{pointer}/title"));
    let what = format_args!("the helpful resource of question `{id}`");
    let url = link(findings, &wire.helpful_resource, what, format_args!("{pointer}/helpfulResource"))
        .and_then(|plan| plan.url);
    let choices = choices(findings, wire, id, pointer);
    let rules = rules(findings, wire, id, &choices, pointer);
    Question {
        id: Word::Owned(id.to_owned()),
        code: None,
        pillar,
        title: title.unwrap_or(id).to_owned(),
        choices,
        rules: Some(rules),
        url: url.map(Word::Owned),
    }
}

fn choices(findings: &mut Findings<'_>, wire: &wire::Question<'_>, question: &str, pointer: &str) -> Vec<Choice> {
    let pointer = format!("{pointer}/choices");
    let mut choices: Vec<Choice> = Vec::new();
    let written = findings.list(&wire.choices, format_args!("the `choices` of question `{question}`"), &pointer);
    if written.len() > CHOICES_MAX {
        let message =
            format!("cannot hold the {} choices of question `{question}`: at most {CHOICES_MAX}", written.len());
        findings.error("lens.too-many-choices", message, &pointer);
    }
    for (position, choice) in written.into_iter().take(CHOICES_MAX) {
        let pointer = format!("{pointer}/{position}");
        findings.surplus("a choice", &pointer, &choice.surplus);
        let Some(id) = findings.id(&choice.id, format_args!("a choice of question `{question}`"), &pointer) else {
            continue;
        };
        if choices.iter().any(|other| other.id == id) {
            let message = format!("choice `{id}` of question `{question}` stands twice");
            findings.error("lens.duplicate-choice", message, &format!("{pointer}/id"));
            continue;
        }
        if id == condition::DEFAULT {
            let message =
                format!("choice `{id}` of question `{question}` has the name of the rule that is always true");
            findings.note("lens.reserved-id", message, &format!("{pointer}/id"));
        }
        let of = format_args!("choice `{id}` of question `{question}`");
        let title = findings.text(&choice.title, format_args!("the title of {of}"), format_args!("{pointer}/title"));
        let what = format_args!("the helpful resource of {of}");
        let resource = link(findings, &choice.helpful_resource, what, format_args!("{pointer}/helpfulResource"));
        let what = format_args!("the improvement plan of {of}");
        let plan = link(findings, &choice.plan, what, format_args!("{pointer}/improvementPlan"));
        let more = additional(findings, choice, of, &pointer);
        choices.push(Choice {
            id: Word::Owned(id.to_owned()),
            practice: None,
            title: title.unwrap_or(id).to_owned(),
            level: Level::Unknown,
            none_of_these: id.ends_with("_no"),
            plan: plan.or(more.plan),
            url: resource.and_then(|own| own.url).or(more.resource.and_then(|more| more.url)).map(Word::Owned),
        });
    }
    choices
}

/// A text with an address; `None` where neither is there.
fn link(
    findings: &mut Findings<'_>,
    member: &Member<wire::Link<'_>>,
    what: fmt::Arguments<'_>,
    pointer: fmt::Arguments<'_>,
) -> Option<Plan> {
    if let Member::Wrong(kind) = member {
        findings.note(
            "lens.wrong-type",
            format!("expected {what} to be an object, found {kind}"),
            &pointer.to_string(),
        );
    }
    let link = member.get()?;
    if !link.surplus.is_empty() {
        findings.surplus("a link", &pointer.to_string(), &link.surplus);
    }
    let text = findings.text(&link.text, format_args!("the text of {what}"), format_args!("{pointer}/displayText"));
    let url = findings.text(&link.url, format_args!("the address of {what}"), format_args!("{pointer}/url"));
    (text.is_some() || url.is_some()).then(|| Plan { text: text.map(str::to_owned), url: url.map(str::to_owned) })
}

/// The first of each kind among a choice's additional resources.
#[derive(Default)]
struct Additional {
    plan: Option<Plan>,
    resource: Option<Plan>,
}

fn additional(
    findings: &mut Findings<'_>,
    choice: &wire::Choice<'_>,
    of: fmt::Arguments<'_>,
    pointer: &str,
) -> Additional {
    let mut found = Additional::default();
    let pointer = format!("{pointer}/additionalResources");
    for (position, resource) in
        findings.list(&choice.resources, format_args!("the additional resources of {of}"), &pointer)
    {
        let pointer = format!("{pointer}/{position}");
        findings.surplus("an additional resource", &pointer, &resource.surplus);
        let what = format_args!("an additional resource of {of}");
        let kind = findings.text(&resource.kind, format_args!("the type of {what}"), format_args!("{pointer}/type"));
        let content = findings.list(&resource.content, what, format_args!("{pointer}/content"));
        for (position, _) in content {
            let Some(member) = resource.content.get().and_then(|items| items.get(position)) else { continue };
            let plan = link(findings, member, what, format_args!("{pointer}/content/{position}"));
            match kind {
                Some("IMPROVEMENT_PLAN") => found.plan = found.plan.or(plan),
                Some("HELPFUL_RESOURCE") => found.resource = found.resource.or(plan),
                _ => {}
            }
        }
    }
    found
}

fn rules(
    findings: &mut Findings<'_>,
    wire: &wire::Question<'_>,
    question: &str,
    choices: &[Choice],
    pointer: &str,
) -> Vec<RiskRule> {
    let pointer = format!("{pointer}/riskRules");
    let written = findings.list(&wire.rules, format_args!("the `riskRules` of question `{question}`"), &pointer);
    let mut rules = Vec::new();
    for (position, rule) in &written {
        let pointer = format!("{pointer}/{position}");
        findings.surplus("a risk rule", &pointer, &rule.surplus);
        let of = format_args!("rule {} of question `{question}`", position + 1);
        let risk = risk(findings, rule, of, &pointer);
        let condition = condition(findings, rule, of, choices, &pointer);
        if let (Some(risk), Some((condition, text))) = (risk, condition) {
            rules.push(RiskRule { condition, risk, text });
        }
    }
    if rules.len() == written.len() && !rules.iter().any(|rule| rule.condition == Condition::Default) {
        let message = match rules.len() {
            0 => format!("question `{question}` has no risk rules: its risk stays unknown unless it was recorded"),
            _ => format!("question `{question}` has no rule with the condition `default`"),
        };
        findings.note("lens.no-default", message, &pointer);
    }
    rules
}

fn risk(findings: &mut Findings<'_>, rule: &wire::Rule<'_>, of: fmt::Arguments<'_>, pointer: &str) -> Option<RuleRisk> {
    let found = match &rule.risk {
        Member::Found(risk) => match RuleRisk::parse(risk) {
            Some(risk) => return Some(risk),
            None => format!("`{}`", &**risk),
        },
        Member::Absent => "none".to_owned(),
        Member::Wrong(kind) => (*kind).to_owned(),
    };
    let message = format!("expected {of} to set `HIGH_RISK`, `MEDIUM_RISK` or `NO_RISK`, found {found}");
    findings.error("lens.unknown-risk", message, &format!("{pointer}/risk"));
    None
}

fn condition(
    findings: &mut Findings<'_>,
    rule: &wire::Rule<'_>,
    of: fmt::Arguments<'_>,
    choices: &[Choice],
    pointer: &str,
) -> Option<(Condition, String)> {
    let pointer = format!("{pointer}/condition");
    let text = match &rule.condition {
        Member::Found(text) => &**text,
        Member::Absent | Member::Wrong(_) => {
            findings.error("lens.malformed-condition", format!("expected {of} to have a condition as text"), &pointer);
            return None;
        }
    };
    match condition::parse(text, choices) {
        Ok(parsed) => {
            for span in parsed.unknown {
                let id = text.get(offset(span.0)..offset(span.1)).unwrap_or("");
                let message = format!("{of} names `{id}`, which is no choice of the question: it is never true");
                let help = format!("choices are {}", list_names(choices.iter().map(|choice| &*choice.id)));
                findings.spanned(Diagnostic::note("lens.unknown-choice", message).help(help), &pointer, span);
            }
            Some((parsed.condition, text.to_owned()))
        }
        Err(error) => {
            let message = format!("cannot read the condition of {of}: {error}");
            let mut diagnostic = Diagnostic::error("lens.malformed-condition", message);
            diagnostic.help = error.help.map(str::to_owned);
            findings.spanned(diagnostic, &pointer, error.span);
            None
        }
    }
}

fn offset(bytes: u32) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
