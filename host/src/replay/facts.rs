//! What does a report say that it comes from, and what does it say of each plugin? Read from its JSON, all of it checked.

use architrave_core::{
    diagnostic::Diagnostic,
    report::{Allowed, Engine, Outcome, Roles, Run},
};
use serde_json::Value;

use super::reader::{Node, Reader};

/// What a report, or the last line of a stream, comes from beside reviews.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) engine: Engine,
    pub(super) run: Run,
    pub(super) plugins: Vec<Plugin>,
}

/// Of one plugin.
#[derive(Debug)]
pub(super) struct Plugin {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) sha256: String,
    pub(super) settings_sha256: String,
}

/// Of one review.
#[derive(Debug)]
pub(super) struct Review {
    pub(super) identity: Identity,
    pub(super) lens_version: Option<String>,
    pub(super) lens_sha256: String,
    pub(super) snapshot_sha256: String,
    pub(super) outcomes: Vec<Outcome>,
}

/// What tells one review from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) account: Option<String>,
    pub(super) region: Option<String>,
    pub(super) workload: Option<String>,
    pub(super) name: Option<String>,
    pub(super) lens: String,
    /// `None` for the current state.
    pub(super) milestone: Option<u64>,
}

impl std::fmt::Display for Identity {
    /// As messages name a review.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let workload = self.name.as_deref().or(self.workload.as_deref()).unwrap_or("workload");
        write!(formatter, "{workload} / {}", self.lens)?;
        self.milestone.map_or(Ok(()), |number| write!(formatter, " at milestone {number}"))
    }
}

/// Reads what a report, or the last line of a stream, comes from; `file` is for messages.
///
/// # Errors
///
/// Every member that is missing or of another kind.
pub(super) fn origin(value: &Value, file: &str) -> Result<Origin, Vec<Diagnostic>> {
    let mut reader = Reader::new(file);
    let origin = read_origin(&mut reader, &Node::root(value));
    reader.finish(origin)
}

/// Reads the reviews of a report, or of a line of a stream.
///
/// # Errors
///
/// As [`origin`].
pub(super) fn reviews(value: &Value, file: &str) -> Result<Vec<Review>, Vec<Diagnostic>> {
    let mut reader = Reader::new(file);
    let reviews = each(&mut reader, &Node::root(value).member("reviews"), review);
    reader.finish(reviews)
}

/// Reads both of a report.
///
/// # Errors
///
/// As [`origin`].
pub(super) fn both(value: &Value, file: &str) -> Result<(Origin, Vec<Review>), Vec<Diagnostic>> {
    let mut reader = Reader::new(file);
    let root = Node::root(value);
    let both = (read_origin(&mut reader, &root), each(&mut reader, &root.member("reviews"), review));
    reader.finish(both)
}

fn read_origin<'a>(reader: &mut Reader<'a>, root: &Node<'a>) -> Origin {
    Origin {
        engine: engine(reader, &root.member("engine")),
        run: run(reader, &root.member("run")),
        plugins: each(reader, &root.member("plugins"), plugin),
    }
}

fn each<'a, T>(reader: &mut Reader<'a>, node: &Node<'a>, read: fn(&mut Reader<'a>, &Node<'a>) -> T) -> Vec<T> {
    reader.list(node).iter().map(|entry| read(reader, entry)).collect()
}

fn engine<'a>(reader: &mut Reader<'a>, node: &Node<'a>) -> Engine {
    Engine {
        version: reader.text(&node.member("version")),
        runtime: reader.text(&node.member("runtime")),
        limits_sha256: reader.digest(&node.member("limits_sha256")),
    }
}

fn run<'a>(reader: &mut Reader<'a>, node: &Node<'a>) -> Run {
    let (roles, allowed, gate) = (node.member("roles"), node.member("allowed"), node.member("gate_sha256"));
    let none = matches!(gate.value, Some(Value::Null));
    Run {
        roles: Roles {
            scoring: reader.optional_text(&roles.member("scoring")),
            priority: reader.optional_text(&roles.member("priority")),
            impact: reader.optional_text(&roles.member("impact")),
            guidance: each(reader, &roles.member("guidance"), Reader::text),
            compare: each(reader, &roles.member("compare"), Reader::text),
        },
        allowed: Allowed {
            notes: reader.flag(&allowed.member("notes")),
            partial: reader.flag(&allowed.member("partial")),
            faults: reader.flag(&allowed.member("faults")),
        },
        gate_sha256: (!none).then(|| reader.digest(&gate)),
    }
}

fn plugin<'a>(reader: &mut Reader<'a>, node: &Node<'a>) -> Plugin {
    Plugin {
        id: reader.text(&node.member("id")),
        version: reader.text(&node.member("version")),
        sha256: reader.digest(&node.member("sha256")),
        settings_sha256: reader.digest(&node.member("settings_sha256")),
    }
}

fn review<'a>(reader: &mut Reader<'a>, node: &Node<'a>) -> Review {
    let (workload, lens, milestone) = (node.member("workload"), node.member("lens"), node.member("milestone"));
    let current = matches!(milestone.value, Some(Value::Null));
    Review {
        identity: Identity {
            account: reader.optional_text(&workload.member("account")),
            region: reader.optional_text(&workload.member("region")),
            workload: reader.optional_text(&workload.member("id")),
            name: reader.optional_text(&workload.member("name")),
            lens: reader.text(&lens.member("alias")),
            milestone: (!current).then(|| reader.number(&milestone.member("number"))),
        },
        lens_version: reader.optional_text(&lens.member("version")),
        lens_sha256: reader.digest(&lens.member("sha256")),
        snapshot_sha256: reader.digest(&node.member("snapshot_sha256")),
        outcomes: each(reader, &node.member("outcomes"), outcome),
    }
}

fn outcome<'a>(reader: &mut Reader<'a>, node: &Node<'a>) -> Outcome {
    Outcome {
        plugin: reader.text(&node.member("plugin")),
        fuel: reader.number(&node.member("fuel")),
        sha256: reader.digest(&node.member("sha256")),
        reproducible: reader.flag(&node.member("reproducible")),
    }
}
