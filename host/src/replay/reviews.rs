//! Where do two reports differ in their reviews, the verdict, and every other value?

use architrave_core::report::Outcome;
use serde_json::Value;

use super::{
    differences::{Difference, Differences, Kind},
    facts::Review,
    pairs::pairs,
    values::{Place, shown, walk},
};

/// The reviews of a report or of a line of a stream, and all of it.
type Read<'a> = (&'a [Review], &'a Value);

/// A review, and all of it.
type Entry<'a> = (&'a Review, &'a Value);

/// Keeps whatever differs in reviews and verdict, and in all other values that [`super::causes`] does not look at, and
/// says whether a limit on wall-clock time may be why any review differs. `of` ends what is said of other values.
pub(super) fn compare(then: Read<'_>, now: Read<'_>, of: &str, differences: &mut Differences) -> bool {
    let mut unsure = false;
    // A name that was changed by hand does not make it another review.
    let same =
        |a: &Entry<'_>, b: &Entry<'_>| a.0.identity == b.0.identity || a.0.snapshot_sha256 == b.0.snapshot_sha256;
    for (a, b) in pairs(&entries(then), &entries(now), same) {
        if let (Some(a), Some(b)) = (a, b) {
            unsure |= review(*a, *b, differences);
            continue;
        }
        let name = a.or(b).map(|(review, _)| review.identity.to_string()).unwrap_or_default();
        let digest = |(review, _): &Entry<'_>| format!("snapshot {}", review.snapshot_sha256);
        let difference = Difference::new(Kind::Review, format!("review `{name}`"), a.map(digest), b.map(digest));
        differences.push(difference.of_review(&name));
    }
    rest(then.1, now.1, (of, unsure), differences);
    unsure
}

/// Keeps whatever differs beside reviews and what [`super::causes`] looks at. `unsure` says that it may follow from a
/// limit on wall-clock time.
pub(super) fn rest(then: &Value, now: &Value, (of, unsure): (&str, bool), differences: &mut Differences) {
    let skip = |pointer: &str| {
        let looked_at = ["/engine", "/run/roles", "/run/gate_sha256"].contains(&pointer) || is_of_plugin(pointer);
        // The reviews of a report are a list; the last line of a stream counts them.
        looked_at || (pointer == "/reviews" && now.pointer(pointer).is_some_and(Value::is_array))
    };
    walk(then, now, &skip, &mut |place| {
        let verdict = ["/verdict", "/gate"].iter().any(|start| place.pointer.starts_with(start));
        let found = at(if verdict { Kind::Verdict } else { Kind::Value }, place);
        differences.push(Difference { what: format!("{}{of}", found.what), decided: !unsure, ..found });
    });
}

fn entries<'a>((reviews, value): Read<'a>) -> Vec<Entry<'a>> {
    let all = value.get("reviews").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    reviews.iter().zip(all).collect()
}

/// What [`super::causes`] compares of a plugin.
fn is_of_plugin(pointer: &str) -> bool {
    pointer.starts_with("/plugins/")
        && ["/id", "/version", "/sha256", "/settings_sha256"].iter().any(|end| pointer.ends_with(end))
}

/// Compares two states of one review, and says whether a limit on wall-clock time may be why they differ.
fn review((a, then): Entry<'_>, (b, now): Entry<'_>, differences: &mut Differences) -> bool {
    let name = b.identity.to_string();
    let lens = |review: &Review| {
        let version = review.lens_version.as_deref().unwrap_or("no version");
        Some(format!("{version}, sha256 {}", review.lens_sha256))
    };
    let what = format!("lens of review `{name}`");
    differences.compare(Difference::new(Kind::Lens, what, lens(a), lens(b)).of_review(&name));
    let other_input = a.snapshot_sha256 != b.snapshot_sha256;
    let (what, digests) = (format!("what was answered in review `{name}`"), (&a.snapshot_sha256, &b.snapshot_sha256));
    differences.compare(Difference::texts(Kind::Input, what, Some(digests.0), Some(digests.1)).of_review(&name));
    let unsure = outcomes(a, b, &name, differences);
    let skip = |pointer: &str| ["/snapshot_sha256", "/lens/sha256", "/lens/version", "/outcomes"].contains(&pointer);
    walk(then, now, &skip, &mut |place| {
        let kind = kind(place.pointer, other_input);
        let found = at(kind, place);
        // What was read does not depend on what a plugin said.
        let decided = !unsure || kind == Kind::Input;
        let what = format!("{} of review `{name}`", found.what);
        differences.push(Difference { what, decided, ..found }.of_review(&name));
    });
    unsure
}

/// What a value of a review is about.
fn kind(pointer: &str, other_input: bool) -> Kind {
    let starts = |starts: &[&str]| starts.iter().any(|start| pointer.starts_with(start));
    if pointer.ends_with("/score") {
        Kind::Score
    } else if starts(&["/faults"]) {
        Kind::Fault
    } else if other_input
        && !pointer.contains("/contribution")
        && starts(&["/workload", "/milestone", "/reviewed_at", "/profile", "/notes", "/partial", "/lens", "/questions"])
    {
        Kind::Input
    } else {
        Kind::Value
    }
}

fn outcomes(a: &Review, b: &Review, name: &str, differences: &mut Differences) -> bool {
    let mut unsure = false;
    for (a, b) in pairs(&a.outcomes, &b.outcomes, |a, b| a.plugin == b.plugin) {
        let plugin = a.or(b).map(|outcome| outcome.plugin.as_str()).unwrap_or_default();
        let marked = [a, b].into_iter().flatten().any(|outcome| !outcome.reproducible);
        let other_words = a.map(|outcome| &outcome.sha256) != b.map(|outcome| &outcome.sha256);
        unsure |= marked && other_words;
        let mut compare = |kind, what: String, of: fn(&Outcome) -> String, decided| {
            let difference = Difference::new(kind, what, a.map(of), b.map(of)).of_plugin(plugin).of_review(name);
            differences.compare(Difference { decided, ..difference });
        };
        if a.is_some() && b.is_some() {
            let what = format!("fuel of `{plugin}` in review `{name}`");
            compare(Kind::Fuel, what, |outcome| outcome.fuel.to_string(), !marked);
        }
        // A deadline that fired stands in what was said: where that is the same, only the mark was changed.
        let what = format!("what `{plugin}` said of review `{name}`");
        compare(Kind::Outcome, what, said, !(marked && other_words));
    }
    unsure
}

fn said(outcome: &Outcome) -> String {
    let mark = if outcome.reproducible { "" } else { ", marked not reproducible" };
    format!("sha256 {}{mark}", outcome.sha256)
}

/// A place that differs.
fn at(kind: Kind, place: &Place<'_>) -> Difference {
    let of_100 = |value: Option<&Value>| {
        let points = value.and_then(|value| value.get("basis_points")).and_then(Value::as_u64)?;
        Some(format!("{}.{:02} of 100", points / 100, points % 100))
    };
    let (report, now) = match (of_100(place.then), of_100(place.now)) {
        (Some(a), Some(b)) if kind == Kind::Score && a != b => (Some(a), Some(b)),
        _ => (place.then.map(shown), place.now.map(shown)),
    };
    let pointer = Some(place.pointer.to_owned());
    Difference { pointer, ..Difference::new(kind, named(kind, place), report, now) }
}

/// What stands at a place: a score by whose it is, anything else by its pointer and the ids on the way.
fn named(kind: Kind, place: &Place<'_>) -> String {
    let names: Vec<String> = place.names.iter().map(|name| format!("`{name}`")).collect();
    match (kind, names.as_slice()) {
        (Kind::Score, []) if place.pointer == "/score" => "score".to_owned(),
        (Kind::Score, [plugin]) if place.pointer.starts_with("/comparisons/") => format!("score by {plugin}"),
        (Kind::Score, [pillar]) => format!("score of pillar {pillar}"),
        (_, []) => format!("`{}`", place.pointer),
        _ => format!("`{}` ({})", place.pointer, names.join(", ")),
    }
}
