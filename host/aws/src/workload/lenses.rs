//! Does the Region have the lenses of a plan?

use architrave_core::diagnostic::{Diagnostic, Location, list_names};
use serde::Serialize;

use super::{Finding, Plan, Weight, facts};

/// A lens that a Region offers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// Such as `serverless`; custom lenses have none.
    pub alias: Option<String>,
    /// As AWS writes it.
    pub arn: Option<String>,
    /// As shown to a reviewer.
    pub name: Option<String>,
    /// Whether it was imported and never published.
    pub draft: bool,
}

/// A lens of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedLens {
    /// Alias or ARN.
    pub alias: String,
    /// Whether the Region has it.
    pub state: LensState,
    /// What is proposed where it does not.
    pub proposal: Option<String>,
}

/// Whether a Region has a lens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LensState {
    /// Nobody asked.
    Unchecked,
    /// It has.
    Available,
    /// It has not.
    Missing,
    /// It has a draft, which can't be applied.
    Draft,
}

impl LensState {
    /// One word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Available => "available",
            Self::Missing => "missing",
            Self::Draft => "draft",
        }
    }
}

impl PlannedLens {
    pub(super) fn unchecked(alias: &str) -> Self {
        Self { alias: alias.to_owned(), state: LensState::Unchecked, proposal: None }
    }

    /// Whether it can't be applied.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.state, LensState::Missing | LensState::Draft)
    }
}

impl Offered {
    /// Whether it is named by this alias or ARN. The ARN of an official lens is written with and without a Region.
    pub(super) fn is(&self, named: &str) -> bool {
        let official = named.strip_prefix("arn:").filter(|rest| matches!(rest.split(':').nth(3), Some("" | "aws")));
        let alias = official.and_then(|rest| rest.split_once(":lens/")).map(|(_, alias)| alias);
        [&self.alias, &self.arn].into_iter().flatten().any(|known| known == named)
            || alias.is_some() && self.alias.as_deref() == alias
    }

    /// Whether it is likely meant by a text that names no lens.
    fn is_like(&self, text: &str) -> bool {
        let folded = facts::folded(text);
        [&self.alias, &self.name].into_iter().flatten().any(|known| facts::folded(known) == folded)
    }

    /// What to name it by.
    fn handle(&self) -> Option<&str> {
        self.alias.as_deref().or(self.arn.as_deref())
    }
}

impl Plan {
    /// Marks which lenses the Region has. A lens that is only spelt wrongly is corrected.
    pub fn compare_lenses(&mut self, offered: &[Offered]) {
        let mut planned = Vec::new();
        let mut respelt = false;
        let aliases: Vec<String> = self.list("lenses").into_iter().map(str::to_owned).collect();
        for alias in aliases {
            let found = offered.iter().filter(|lens| lens.is(&alias)).min_by_key(|lens| lens.draft);
            let lens = match found {
                Some(lens) if lens.draft => draft(alias),
                Some(_) => PlannedLens { alias, state: LensState::Available, proposal: None },
                None => match offered.iter().find(|lens| lens.is_like(&alias) && !lens.draft).and_then(Offered::handle)
                {
                    Some(handle) => {
                        respelt = true;
                        self.respelt(&alias, handle);
                        PlannedLens { alias: handle.to_owned(), state: LensState::Available, proposal: None }
                    }
                    None => missing(alias, offered),
                },
            };
            planned.push(lens);
        }
        if respelt {
            self.set_lenses(planned.iter().map(|lens| lens.alias.clone()).collect());
        }
        self.lenses = planned;
    }

    fn respelt(&mut self, alias: &str, handle: &str) {
        let place = Location { file: Some(self.file.clone()), ..Location::default() };
        let message = format!("`{alias}` is no alias of a lens, `{handle}` is the alias of the lens of that name");
        let diagnostic = Diagnostic::error("workload.lens", message).help(format!("write `{handle}`")).at(place);
        self.findings.push(Finding { weight: Weight::Corrected, diagnostic });
    }
}

fn draft(alias: String) -> PlannedLens {
    let proposal =
        format!("publish it with `architrave lens publish {alias} --version VERSION`: a draft can't be applied");
    PlannedLens { alias, state: LensState::Draft, proposal: Some(proposal) }
}

fn missing(alias: String, offered: &[Offered]) -> PlannedLens {
    let known = list_names(offered.iter().filter(|lens| !lens.draft).filter_map(Offered::handle));
    let proposal = format!(
        "drop it with `--drop-missing-lenses`, or import a lens of your own with `architrave lens import`; the Region has {known}"
    );
    PlannedLens { alias, state: LensState::Missing, proposal: Some(proposal) }
}
