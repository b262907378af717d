//! Which entries of lists does the API take?

use serde_json::Value;

use super::{Judge, Subject, distinct, few, fits, set_list};
use crate::workload::facts;

pub(super) fn account_ids(judge: &mut Judge<'_>, subject: Subject) {
    let Some(entries) = judge.texts(subject) else { return };
    let mut accounts = Vec::with_capacity(entries.len());
    for (position, entry) in entries.into_iter().enumerate() {
        let pointer = format!("/{position}");
        let digits: String = entry.chars().filter(|character| !matches!(character, '-' | ' ')).collect();
        // A number has lost the zeros in front of it.
        let digits = if digits.bytes().all(|byte| byte.is_ascii_digit()) { format!("{digits:0>12}") } else { digits };
        if !facts::is_account(&digits) || entry.len() < 9 {
            let message = format!("`{entry}` is no account id");
            judge.refuse(subject, &pointer, (message, "write the twelve digits, in quotes"));
            continue;
        }
        if digits != entry {
            let message = format!("`{entry}` is no account id of twelve digits");
            judge.correct(subject, &pointer, (message, &format!("write `{digits}`")));
        }
        accounts.push(digits);
    }
    let accounts = distinct(judge, subject, accounts);
    if few(judge, subject, accounts.len(), facts::ACCOUNTS_MAX) {
        set_list(judge, subject, accounts);
    }
}

pub(super) fn aws_regions(judge: &mut Judge<'_>, subject: Subject) {
    let given = if judge.value(subject).is_some() { judge.texts(subject) } else { Some(Vec::new()) };
    let Some(entries) = given else { return };
    let mut regions = Vec::with_capacity(entries.len());
    for (position, entry) in entries.into_iter().enumerate() {
        let pointer = format!("/{position}");
        let spelt = entry.to_lowercase().replace(['_', ' '], "-");
        if facts::REGIONS.contains(&spelt.as_str()) || (spelt == entry && facts::is_region(&spelt)) {
            if spelt != entry {
                let message = format!("`{entry}` is no Region as it is spelt");
                judge.correct(subject, &pointer, (message, &format!("write `{spelt}`")));
            } else if !facts::REGIONS.contains(&spelt.as_str()) {
                let message = format!("`{entry}` is a Region that this version does not know");
                judge.note(subject, &pointer, (message, "check the spelling, unless the Region is new"));
            }
            regions.push(spelt);
        } else {
            let message = format!("`{entry}` is no Region of AWS");
            let help = "write it like `eu-west-1`; places outside AWS belong in `non_aws_regions`";
            judge.refuse(subject, &pointer, (message, help));
            return;
        }
    }
    let outside = judge.given.value("non_aws_regions").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    if regions.is_empty() && !outside {
        no_region(judge, subject);
        return;
    }
    let regions = distinct(judge, subject, regions);
    if few(judge, subject, regions.len(), facts::REGIONS_MAX) {
        set_list(judge, subject, regions);
    }
}

/// The service demands a Region. Where the workload is registered is a good guess of where it runs.
fn no_region(judge: &mut Judge<'_>, subject: Subject) {
    let message = "neither `aws_regions` nor `non_aws_regions` is given, the service demands one".to_owned();
    let Some(region) = judge.region.map(str::to_owned) else {
        judge.refuse(subject, "", (message, "list the Regions in which the workload runs"));
        return;
    };
    let help = format!("write `aws_regions = [\"{region}\"]`, the Region of this command, if the workload runs there");
    judge.correct(subject, "", (message, &help));
    judge.set(subject, Value::from(vec![region]));
}

pub(super) fn non_aws_regions(judge: &mut Judge<'_>, subject: Subject) {
    let Some(entries) = judge.texts(subject) else { return };
    let entries = distinct(judge, subject, entries);
    let mut fit = few(judge, subject, entries.len(), facts::OUTSIDE_REGIONS_MAX);
    for (position, entry) in entries.iter().enumerate() {
        fit &= fits(judge, subject, &format!("/{position}"), (entry, facts::OUTSIDE_REGION_CHARS));
    }
    if fit {
        set_list(judge, subject, entries);
    }
}

pub(super) fn lenses(judge: &mut Judge<'_>, subject: Subject) {
    let given = if judge.value(subject).is_some() { judge.texts(subject) } else { Some(Vec::new()) };
    let Some(entries) = given else { return };
    let mut entries = distinct(judge, subject, entries);
    let mut fit = few(judge, subject, entries.len(), facts::LENSES_MAX);
    for (position, entry) in entries.iter().enumerate() {
        fit &= fits(judge, subject, &format!("/{position}"), (entry, facts::LENS_CHARS));
    }
    if entries.is_empty() {
        entries.push("wellarchitected".to_owned());
    }
    if fit {
        set_list(judge, subject, entries);
    }
}

pub(super) fn pillar_priorities(judge: &mut Judge<'_>, subject: Subject) {
    let Some(entries) = judge.texts(subject) else { return };
    let mut fit = true;
    let mut pillars = Vec::with_capacity(entries.len());
    for (position, entry) in entries.into_iter().enumerate() {
        let pointer = format!("/{position}");
        let folded = facts::folded(&entry);
        let folded = if folded == "performanceefficiency" { "performance" } else { folded.as_str() };
        match facts::PILLARS.iter().find(|pillar| facts::folded(pillar) == folded) {
            Some(pillar) => {
                if *pillar != entry {
                    let message = format!("`{entry}` is no pillar id of the API");
                    judge.correct(subject, &pointer, (message, &format!("write `{pillar}`")));
                }
                pillars.push((*pillar).to_owned());
            }
            None => {
                fit &= fits(judge, subject, &pointer, (&entry, facts::PILLAR_CHARS));
                let message = format!("`{entry}` is none of the six pillars of the official lens");
                judge.note(subject, &pointer, (message, "keep it only if a custom lens has a pillar of this id"));
                pillars.push(entry);
            }
        }
    }
    let pillars = distinct(judge, subject, pillars);
    if fit {
        set_list(judge, subject, pillars);
    }
}

pub(super) fn applications(judge: &mut Judge<'_>, subject: Subject) {
    let Some(entries) = judge.texts(subject) else { return };
    let (arns, names): (Vec<String>, Vec<String>) = entries.into_iter().partition(|entry| facts::is_application(entry));
    if !names.is_empty() {
        let listed = names.join(", ");
        let message =
            format!("`applications` holds `{listed}`, the API takes only the ARN of an AppRegistry application");
        judge.correct(subject, "", (message, "leave them out, and keep the names in `notes`"));
        judge.aside.push(format!("Applications: {listed}"));
    }
    let arns = distinct(judge, subject, arns);
    if arns.len() > 1 {
        let message = format!("`applications` holds {} ARNs", arns.len());
        judge.refuse(subject, "", (message, "a workload takes one AppRegistry application; keep the one that matters"));
        return;
    }
    set_list(judge, subject, arns);
}
