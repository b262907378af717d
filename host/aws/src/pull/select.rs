//! Which workloads, lenses and milestones are wanted?

use std::collections::BTreeSet;

use serde_json::Value;

use super::counts::text;
use crate::workload::same_name;

/// What is wanted; everything where nothing is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Ids, ARNs or names, compared as the service compares names: spaces and capitals do not count.
    pub workloads: Vec<String>,
    /// Aliases, ARNs, or the last part of an ARN.
    pub lenses: Vec<String>,
    /// Which states.
    pub milestones: Milestones,
}

/// Which states of a review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Milestones {
    /// The current one.
    #[default]
    Current,
    /// That of one milestone.
    One(i32),
    /// The current one and those of all milestones.
    All,
}

/// What of a selection was found.
#[derive(Debug, Default)]
pub(super) struct Matched {
    workloads: BTreeSet<String>,
    lenses: BTreeSet<String>,
    pub(super) milestone: bool,
}

impl Selection {
    /// Whether a row of `ListWorkloads` is wanted.
    pub(super) fn takes_workload(&self, summary: &Value, matched: &mut Matched) -> bool {
        let ids = [text(summary, "WorkloadId"), text(summary, "WorkloadArn")];
        let name = text(summary, "WorkloadName");
        let named = |wanted: &str| name.is_some_and(|name| same_name(name, wanted));
        takes(&self.workloads, &mut matched.workloads, |wanted| ids.contains(&Some(wanted)) || named(wanted))
    }

    /// Whether a workload of the index is wanted.
    pub(super) fn takes_known(&self, id: &str, name: Option<&str>) -> bool {
        let named = |wanted: &str| name.is_some_and(|name| same_name(name, wanted));
        self.workloads.is_empty() || self.workloads.iter().any(|wanted| wanted == id || named(wanted))
    }

    /// Whether a lens of this alias and ARN is wanted.
    pub(super) fn takes_lens(&self, alias: Option<&str>, arn: Option<&str>, matched: &mut Matched) -> bool {
        let end =
            |text: &str, wanted: &str| text == wanted || text.rsplit_once('/').is_some_and(|(_, end)| end == wanted);
        takes(&self.lenses, &mut matched.lenses, |wanted| {
            [alias, arn].into_iter().flatten().any(|text| end(text, wanted))
        })
    }

    /// What was named and not found, in words.
    pub(super) fn missing(&self, matched: &Matched) -> Vec<String> {
        let workloads = self.workloads.iter().filter(|wanted| !matched.workloads.contains(*wanted));
        let lenses = self.lenses.iter().filter(|wanted| !matched.lenses.contains(*wanted));
        let workloads = workloads.map(|wanted| format!("no workload has the id or name `{wanted}`"));
        let lenses = lenses.map(|wanted| format!("no selected workload has the lens `{wanted}`"));
        let milestone = match self.milestones {
            Milestones::One(number) if !matched.milestone => {
                Some(format!("no selected workload has milestone {number}"))
            }
            Milestones::One(_) | Milestones::Current | Milestones::All => None,
        };
        workloads.chain(lenses).chain(milestone).collect()
    }
}

fn takes(wanted: &[String], matched: &mut BTreeSet<String>, is: impl Fn(&str) -> bool) -> bool {
    let fitting: Vec<&String> = wanted.iter().filter(|wanted| is(wanted)).collect();
    matched.extend(fitting.iter().map(|wanted| (*wanted).clone()));
    wanted.is_empty() || !fitting.is_empty()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_names_and_ends_of_arns_select() {
        let arn = "arn:aws:wellarchitected:eu-west-1:111122223333:lens/abc";
        let selection = Selection {
            workloads: vec!["w1".to_owned(), "Trading".to_owned(), "nobody".to_owned()],
            lenses: vec!["abc".to_owned(), "serverless".to_owned()],
            milestones: Milestones::One(7),
        };
        let mut matched = Matched::default();
        let rows = [("w1", "Shop", true), ("w2", "trad ing", true), ("w3", "trade", false)];
        for (id, name, expected) in rows {
            let summary = json!({"WorkloadId": id, "WorkloadName": name});
            assert_eq!(selection.takes_workload(&summary, &mut matched), expected, "{id}");
        }
        assert!(selection.takes_lens(Some(arn), Some(arn), &mut matched));
        assert!(!selection.takes_lens(Some("wellarchitected"), None, &mut matched));
        let missing = [
            "no workload has the id or name `nobody`",
            "no selected workload has the lens `serverless`",
            "no selected workload has milestone 7",
        ];
        assert_eq!(selection.missing(&matched), missing);
        assert!(Selection::default().takes_workload(&json!({}), &mut matched));
    }
}
