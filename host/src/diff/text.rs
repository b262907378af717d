//! How is a difference told to people? The first line answers; then each workload with what it was and is, and why.

use architrave_core::report::Plugin;

use super::{Change, Diff, ImprovementChange, PillarChange, QuestionChange, ReviewChange, moved};
use crate::sink::{
    Style,
    width::{Align, clean, cut, pad},
    words::{count, hundredths, severity},
};

/// Most columns that a name takes.
const NAME_COLUMNS: usize = 38;

impl Diff {
    /// For people. `style.top` says how many questions and improvements of a review are listed.
    #[must_use]
    pub fn to_text(&self, style: &Style) -> String {
        let mut text = format!("{}\n", self.answer());
        for (word, plugins) in [("before", &self.before), ("after", &self.after)] {
            for plugin in plugins {
                text.push_str(&format!("  {word:<6}  {}\n", version(plugin)));
            }
        }
        for change in &self.changes {
            text.push('\n');
            change.tell(style, &mut text);
        }
        text
    }

    /// `3 of 12 workloads change; 1 verdict flips`.
    #[must_use]
    pub fn answer(&self) -> String {
        let super::Counted { changed, total } = self.workloads;
        let verb = if changed == 1 { "changes" } else { "change" };
        let all = count(number(total), "workload");
        let verdicts = match self.verdict_flips {
            None => "no gate is configured, so that there are no verdicts".to_owned(),
            Some(0) => "no verdict flips".to_owned(),
            Some(1) => "1 verdict flips".to_owned(),
            Some(flips) => format!("{} flip", count(number(flips), "verdict")),
        };
        let faults = match self.new_faults {
            0 => String::new(),
            faults => format!("; new faults in {}", count(number(faults), "review")),
        };
        let changed = if changed == 0 { "none".to_owned() } else { changed.to_string() };
        let verb = if changed == "none" { "changes" } else { verb };
        format!("{changed} of {all} {verb}; {verdicts}{faults}")
    }
}

impl ReviewChange {
    fn tell(&self, style: &Style, text: &mut String) {
        let milestone = self.milestone.map(|number| format!(", milestone {number}")).unwrap_or_default();
        let name = format!("{}, lens {}{milestone}", clean(&self.workload), clean(&self.lens));
        text.push_str(&if style.colour { format!("\u{1b}[1m{name}\u{1b}[0m\n") } else { format!("{name}\n") });
        if let Some(score) = &self.score {
            text.push_str(&format!("  score    {}\n", scores(score)));
        }
        if let Some(verdict) = &self.verdict {
            text.push_str(&format!("  verdict  {} → {}\n", passes(verdict.before), passes(verdict.after)));
            self.verdict_because.iter().for_each(|because| text.push_str(&format!("    {}\n", clean(because))));
        }
        if let Some(faults) = &self.faults {
            let list =
                |faults: &[String]| if faults.is_empty() { "none".to_owned() } else { clean(&faults.join(", ")) };
            text.push_str(&format!("  faults   {} → {}\n", list(&faults.before), list(&faults.after)));
        }
        section("pillars: score, and weight in the review", &self.pillars, usize::MAX, pillar, text);
        section(
            "questions: part of their points, and what they add to the score",
            &self.questions,
            style.top,
            question,
            text,
        );
        section("improvements", &self.improvements, style.top, improvement, text);
        if !self.also.is_empty() {
            text.push_str(&format!("  also other: {}\n", self.also.join(", ")));
        }
    }
}

fn section<T>(title: &str, rows: &[T], top: usize, tell: impl Fn(&T) -> String, text: &mut String) {
    if rows.is_empty() {
        return;
    }
    text.push_str(&format!("  {title}\n"));
    rows.iter().take(top).for_each(|row| text.push_str(&format!("    {}\n", tell(row))));
    match rows.len().saturating_sub(top) {
        0 => {}
        more => text.push_str(&format!("    and {more} more\n")),
    }
}

fn pillar(row: &PillarChange) -> String {
    let PillarChange { name, score, weight, .. } = row;
    format!("{}  {}   weight {}", named(name), either(score), either(weight))
}

fn question(row: &QuestionChange) -> String {
    let name = format!("{} {}", row.code.as_ref().unwrap_or(&row.id), row.title);
    format!("{}  {}   adds {}", named(&name), either(&row.value), scores(&row.adds))
}

fn improvement(row: &ImprovementChange) -> String {
    let mut parts = Vec::new();
    let shown = |value: Option<u32>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
    if let Some(Change { before, after }) = row.rank {
        parts.push(format!("rank {} → {}", shown(before), shown(after)));
    }
    if let Some(Change { before, after }) = row.priority {
        parts.push(format!("priority {} → {}", shown(before.map(u32::from)), shown(after.map(u32::from))));
    }
    if let Some(Change { before, after }) = row.severity {
        let word = |found: Option<_>| found.map_or("none", severity);
        parts.push(format!("severity {} → {}", word(before), word(after)));
    }
    if let Some(Change { before, after }) = row.effort_days {
        parts.push(format!("effort {} → {} days", shown(before), shown(after)));
    }
    if !row.also.is_empty() {
        parts.push(format!("other {}", row.also.join(", ")));
    }
    let name = if row.title.is_empty() { row.name.clone() } else { format!("{} {}", row.name, row.title) };
    format!("{}  {}", named(&name), parts.join("; "))
}

/// In one column.
fn named(text: &str) -> String {
    pad(&cut(&clean(text), NAME_COLUMNS), NAME_COLUMNS, Align::Left)
}

/// A value, or both.
fn either(change: &Change<Option<u32>>) -> String {
    let Change { before, after } = change;
    if before == after { points(*before) } else { format!("{} → {}", points(*before), points(*after)) }
}

/// Both, and by how much.
fn scores(change: &Change<Option<u32>>) -> String {
    let sign = match change.before.cmp(&change.after) {
        std::cmp::Ordering::Less => "+",
        std::cmp::Ordering::Equal => "±",
        std::cmp::Ordering::Greater => "−",
    };
    match change.before.and(change.after) {
        Some(_) => format!("{} ({sign}{})", either(change), hundredths(moved(change))),
        None => either(change),
    }
}

fn points(basis_points: Option<u32>) -> String {
    basis_points.map_or_else(|| "none".to_owned(), hundredths)
}

const fn passes(verdict: Option<bool>) -> &'static str {
    match verdict {
        Some(true) => "passes",
        Some(false) => "fails",
        None => "undecided",
    }
}

fn version(plugin: &Plugin) -> String {
    let short = |digest: &str| digest.get(..12).unwrap_or_default().to_owned();
    let Plugin { id, version, sha256, settings_sha256, .. } = plugin;
    format!("{} {}, component {}…, settings {}…", clean(id), clean(version), short(sha256), short(settings_sha256))
}

fn number(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
