//! Does the command print what the types say, all of it and nothing else? Over reports that together have every member.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    super::cli::{Desk, Run},
    REPLAY, REPORT, STREAM,
    types::{Types, root},
};

/// Looks at values, and remembers which members it has seen.
struct Seen<'a> {
    types: &'a Types,
    members: BTreeSet<String>,
}

impl Seen<'_> {
    /// Checks that a value is of a type.
    fn check(&mut self, of: &str, value: &Value, at: &str) {
        let inner = |start: &str| of.strip_prefix(start).and_then(|rest| rest.strip_suffix('>'));
        if let Some(of) = inner("Option<") {
            if !value.is_null() {
                self.check(of, value, at);
            }
        } else if let Some(of) = inner("Vec<") {
            let entries = value.as_array().unwrap_or_else(|| panic!("{at} is no list"));
            entries.iter().for_each(|entry| self.check(of, entry, at));
        } else if let Some((_, of)) = inner("BTreeMap<").and_then(|of| of.split_once(", ")) {
            let members = value.as_object().unwrap_or_else(|| panic!("{at} is no object"));
            members.values().for_each(|member| self.check(of, member, at));
        } else if let Some(object) = self.types.objects.get(of) {
            let found = value.as_object().unwrap_or_else(|| panic!("{at} is no object"));
            for name in found.keys() {
                assert!(object.members.iter().any(|member| member.name == *name), "{at} has `{name}`, {of} has not");
            }
            for member in &object.members {
                let at = format!("{at}/{}", member.name);
                match found.get(&member.name) {
                    Some(value) => {
                        self.members.insert(format!("{of}.{}", member.name));
                        self.check(&member.of, value, &at);
                    }
                    None => assert!(member.may_be_absent, "{at} is missing"),
                }
            }
        } else {
            let is = match of {
                "String" | "Word" | "&'static str" => value.is_string(),
                "bool" => value.is_boolean(),
                "u8" | "u32" | "u64" | "usize" => value.is_u64(),
                "i64" => value.is_i64(),
                "[u64; 10]" => value.as_array().is_some_and(|list| list.len() == 10),
                "(u32, u32)" => value.as_array().is_some_and(|pair| pair.len() == 2),
                words => value.as_str().is_some_and(|word| self.types.words(words).any(|known| known == word)),
            };
            assert!(is, "{at} is {value}, which is no {of}");
        }
    }

    /// Checks that every member that the root reaches was seen.
    fn check_all(&self, roots: &[&str]) {
        for name in self.types.reached(roots) {
            self.check_object(&name);
        }
    }

    fn check_object(&self, name: &str) {
        for member in &self.types.objects[name].members {
            let member = format!("{name}.{}", member.name);
            assert!(self.members.contains(&member), "no document has `{member}`");
        }
    }
}

#[test]
fn reports_have_the_members_of_the_page() {
    let types = REPORT.types();
    let mut seen = Seen { types: &types, members: BTreeSet::new() };
    let sample = "examples/trading-platform";
    for (toml, args) in [
        ("", &["tests/data/noted", "--notes", "--allow-partial"][..]),
        ("", &["examples/custom-lens"]),
        (
            "[assessment]\ncompare = [\"classic\"]\n[plugins.healthcare.settings]\neffort_hours = { HIGH = 9 }\n",
            &[sample],
        ),
        ("[gate]\nmax_high = 0\n", &[sample]),
        ("[limits.native]\nfuel_per_call = 1\nfuel_per_row = 1\n", &[sample, "--allow-faults"]),
    ] {
        let desk = Desk::new();
        desk.config(toml);
        let run = Run::new(&["assess", "--format", "json", "--config"]).arg(desk.path("architrave.toml"));
        let report = args.iter().fold(run, Run::arg).run().json();
        seen.check("Report", &report, "");
    }
    seen.check_all(REPORT.roots);
}

#[test]
fn streams_have_the_members_of_the_page() {
    let types = STREAM.types();
    let mut seen = Seen { types: &types, members: BTreeSet::new() };
    let desk = Desk::new();
    desk.config("[gate.lenses.other]\nmax_high = 0\n");
    let run = |input: &[u8]| {
        let config = desk.path("architrave.toml");
        Run::new(&["assess", "-", "--stream", "--config"]).arg(config).stdin(input).run().stdout
    };
    let noted = std::fs::read(root().join("tests/data/noted/milestone.ndjson")).expect("a document");
    for line in run(&noted).lines() {
        let value: Value = serde_json::from_str(line).expect("JSON");
        let of = if value["schema"] == "architrave.stream/1" { "Summary" } else { "Document" };
        seen.check(of, &value, "");
    }
    // What a document shares with a report was seen there.
    for name in types.own(STREAM.roots) {
        seen.check_object(name);
    }
}

#[test]
fn replays_have_the_members_of_the_page() {
    let types = REPLAY.types();
    let mut seen = Seen { types: &types, members: BTreeSet::new() };
    let desk = Desk::new();
    desk.assess(&[]);
    seen.check("Replay", &desk.replay(&["--format", "json"]).json(), "");
    seen.check("Replay", &desk.replay(&["--format", "json", "--plugin", "classic"]).json(), "");
    seen.check_all(REPLAY.roots);
}
