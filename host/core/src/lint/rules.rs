//! What is wrong with the rules of one question, seen from their truth table?

use super::{Out, Place, table::Table};
use crate::{
    diagnostic::list_names,
    lens::{Choice, ChoiceSet, Condition, Question, RiskRule},
    risk::RuleRisk,
};

/// A question, its table and where it stands.
struct Subject<'a> {
    question: &'a Question,
    rules: &'a [RiskRule],
    table: Table<'a>,
    pointer: &'a str,
    practices: u64,
}

pub(super) fn check(out: &mut Out<'_>, question: &Question, pointer: &str) {
    let rules = question.rules.as_deref().unwrap_or_default();
    if rules.is_empty() {
        return;
    }
    let table = Table::new(rules, question.choices.len());
    let subject = Subject { question, rules, table, pointer, practices: question.practice_set().0 };
    subject.exhaustive(out);
    subject.every_selection_matches(out);
    subject.all_practices_give_no_risk(out);
    subject.more_is_never_worse(out);
    subject.every_rule_is_reached(out);
    subject.none_is_a_risk(out);
    subject.every_practice_is_named(out);
}

/// Only the check of [`super::not_monotone`].
pub(super) fn check_monotone(out: &mut Out<'_>, question: &Question) {
    let rules = question.rules.as_deref().unwrap_or_default();
    if rules.is_empty() {
        return;
    }
    let table = Table::new(rules, question.choices.len());
    let practices = question.practice_set().0;
    Subject { question, rules, table, pointer: "", practices }.more_is_never_worse(out);
}

impl Subject<'_> {
    fn exhaustive(&self, out: &mut Out<'_>) {
        if self.table.is_exact() {
            return;
        }
        let message = format!(
            "question `{}` has {} choices: only selections with at most two choices, or all but two, were tried",
            self.question.id,
            self.question.choices.len()
        );
        out.finding(
            &self.place("choices"),
            "lint.not-exhaustive",
            message,
            "split the question: AWS allows 15 choices",
        );
    }

    fn every_selection_matches(&self, out: &mut Out<'_>) {
        let Some((count, smallest)) = self.table.unmatched(|row| (self.is_contradictory(row), row.count_ones(), row))
        else {
            return;
        };
        let message = format!(
            "{}{count} {} no rule of question `{}`, so its risk stays unknown; the smallest is {}",
            if self.table.is_exact() { "" } else { "at least " },
            if count == 1 { "selection matches" } else { "selections match" },
            self.question.id,
            self.names(smallest)
        );
        let help = "add a last rule with the condition `default`";
        out.finding(&self.place("riskRules"), "lint.no-rule-matches", message, help);
    }

    fn all_practices_give_no_risk(&self, out: &mut Out<'_>) {
        if self.practices == 0 {
            return;
        }
        let winner = self.rule(self.practices);
        if winner.is_some_and(|(_, rule)| rule.risk == RuleRisk::NoRisk) {
            return;
        }
        let gives = winner.map_or("matches no rule".to_owned(), |(position, rule)| {
            format!("gives {}, by rule {} (`{}`)", rule.risk.as_str(), position + 1, rule.text)
        });
        let message = format!("selecting every practice of question `{}` {gives}", self.question.id);
        let help = match self.culprit() {
            Some(choice) => format!(
                "without `{id}` it gives NO_RISK: if `{id}` means that no practice is met, let its id end in `_no`",
                id = choice.id
            ),
            None => {
                "let a rule give NO_RISK when every practice is selected, before any other that is true then".to_owned()
            }
        };
        out.finding(&self.place("riskRules"), "lint.all-not-no-risk", message, &help);
    }

    /// The practice without which all others give no risk.
    fn culprit(&self) -> Option<&Choice> {
        let gives_no_risk = |row: u64| self.rule(row).is_some_and(|(_, rule)| rule.risk == RuleRisk::NoRisk);
        self.question
            .practices()
            .find(|(position, _)| {
                let rest = self.practices & !bit(*position);
                rest != 0 && gives_no_risk(rest)
            })
            .map(|(_, choice)| choice)
    }

    fn more_is_never_worse(&self, out: &mut Out<'_>) {
        let Some((row, added)) = self.table.raised(self.practices) else { return };
        let (Some((first, before)), Some((position, rule)), Some(choice)) =
            (self.rule(row), self.rule(row | bit(added)), self.question.choices.get(added))
        else {
            return;
        };
        let message = format!(
            "selecting more raises the risk of question `{}`: {} gives {}, with `{}` as well it is {}, by rule {} (`{}`)",
            self.question.id,
            self.names(row),
            before.risk.as_str(),
            choice.id,
            rule.risk.as_str(),
            position + 1,
            rule.text
        );
        let help = format!(
            "if `{id}` means that no practice is met, let its id end in `_no`; else let rule {} stay true when it is selected",
            first + 1,
            id = choice.id
        );
        out.finding(&self.place("riskRules"), "lint.not-monotone", message, &help);
    }

    fn every_rule_is_reached(&self, out: &mut Out<'_>) {
        // Every question must have a default, so one that only catches the empty selection is as it should be: also when
        // another rule, that is good for nothing else, is in its way.
        let of_nothing = self.table.winner(0);
        let empty_is_free = of_nothing.is_some_and(|rule| !self.table.is_reached(rule));
        for (position, rule) in self.rules.iter().enumerate() {
            let reached = self.table.is_reached(position);
            // A rule with an unknown choice has a finding already.
            let is_default = rule.condition == Condition::Default;
            if reached || is_default && empty_is_free && self.is_first_default(position) || has_unknown(&rule.condition)
            {
                continue;
            }
            let place = self.place(&format!("riskRules/{position}/condition"));
            let of = format!("rule {} of question `{}` (`{}`)", position + 1, self.question.id, rule.text);
            if !self.table.is_satisfiable(position) {
                let message = format!("{of} can never be true");
                let help = "it demands a choice and its absence: check its operators and parentheses";
                out.finding(&place, "lint.contradiction", message, help);
                continue;
            }
            let (why, help) = if of_nothing == Some(position) {
                (
                    "is true only when nothing is selected, and then the question is unanswered and no rule is asked",
                    "remove it",
                )
            } else if is_default {
                let help = "remove the rule before it and give `default` that rule's risk: the result is the same";
                ("never sets the risk: earlier rules take every selection", help)
            } else {
                let help = "move it before those rules, or remove it";
                ("never sets the risk: earlier rules take every selection for which it is true", help)
            };
            out.finding(&place, "lint.unreachable-rule", format!("{of} {why}"), help);
        }
    }

    fn is_first_default(&self, position: usize) -> bool {
        self.rules.iter().position(|rule| rule.condition == Condition::Default) == Some(position)
    }

    fn none_is_a_risk(&self, out: &mut Out<'_>) {
        for (position, choice) in self.question.choices.iter().enumerate().filter(|(_, choice)| choice.none_of_these) {
            let Some((rule_position, rule)) = self.rule(bit(position)) else { continue };
            if rule.risk == RuleRisk::NoRisk {
                let message = format!(
                    "choice `{}` of question `{}`, which means that no practice is met, gives NO_RISK, by rule {} (`{}`)",
                    choice.id,
                    self.question.id,
                    rule_position + 1,
                    rule.text
                );
                let help = "rename it if it is a practice, or let another rule be true for it";
                out.finding(&self.place(&format!("choices/{position}")), "lint.none-gives-no-risk", message, help);
            }
        }
    }

    fn every_practice_is_named(&self, out: &mut Out<'_>) {
        for (position, choice) in self.question.practices() {
            if !self.rules.iter().any(|rule| names(&rule.condition, position)) {
                let message = format!(
                    "no rule of question `{}` names choice `{}`: selecting it changes nothing",
                    self.question.id, choice.id
                );
                let help = "name it in the condition of a rule, or remove it";
                out.note(&self.place(&format!("choices/{position}")), "lint.choice-without-effect", message, help);
            }
        }
    }

    fn rule(&self, row: u64) -> Option<(usize, &RiskRule)> {
        let position = self.table.winner(row)?;
        Some((position, self.rules.get(position)?))
    }

    /// Whether "none of these" stands beside a practice.
    const fn is_contradictory(&self, row: u64) -> bool {
        row & self.practices != 0 && row & !self.practices != 0
    }

    fn names(&self, row: u64) -> String {
        let choices = self.question.choices.iter().enumerate();
        list_names(choices.filter(|(position, _)| ChoiceSet(row).contains(*position)).map(|(_, choice)| &*choice.id))
    }

    fn place(&self, member: &str) -> Place<'_> {
        Place { question: Some(&self.question.id), pointer: format!("{}/{member}", self.pointer) }
    }
}

/// The selection of one choice.
const fn bit(position: usize) -> u64 {
    let mut set = ChoiceSet(0);
    set.insert(position);
    set.0
}

/// Whether a condition names the choice at a position.
fn names(condition: &Condition, position: usize) -> bool {
    match condition {
        Condition::Choice(named) => *named == position,
        Condition::Default | Condition::UnknownChoice(_) => false,
        Condition::Not(inner) => names(inner, position),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().any(|part| names(part, position)),
    }
}

fn has_unknown(condition: &Condition) -> bool {
    match condition {
        Condition::UnknownChoice(_) => true,
        Condition::Default | Condition::Choice(_) => false,
        Condition::Not(inner) => has_unknown(inner),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().any(has_unknown),
    }
}
