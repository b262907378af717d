//! Are the README and the pages true? Each console block is run, and its output compared; a line `...` stands for any lines.

use super::command::{Ended, architrave, root};

/// One command of a console block.
#[derive(Debug)]
struct Session {
    args: Vec<String>,
    code: i32,
    expected: Vec<String>,
}

/// The commands of all console blocks: `$ ` starts one, `? N` gives its exit status, the rest is stdout, then stderr.
fn sessions(text: &str) -> Vec<Session> {
    let mut found: Vec<Session> = Vec::new();
    let mut within = false;
    for line in text.lines() {
        match (within, line) {
            (false, "```console") => within = true,
            (true, "```") => within = false,
            (true, line) => {
                if let Some(command) = line.strip_prefix("$ architrave ") {
                    let args = command.split_whitespace().map(str::to_owned).collect();
                    found.push(Session { args, code: 0, expected: Vec::new() });
                } else if let (Some(code), Some(session)) = (line.strip_prefix("? "), found.last_mut()) {
                    session.code = code.parse().expect("an exit status");
                } else {
                    found.last_mut().expect("output follows a command").expected.push(line.to_owned());
                }
            }
            (false, _) => {}
        }
    }
    found
}

fn matches(expected: &[String], found: &[&str]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((line, rest)) if line == "..." => (0..=found.len()).any(|skipped| matches(rest, &found[skipped..])),
        Some((line, rest)) => found.first() == Some(&line.as_str()) && matches(rest, &found[1..]),
    }
}

#[test]
fn the_readme_is_true() {
    check("README.md", 2);
}

#[test]
fn the_page_of_streams_and_replays_is_true() {
    check("docs/many.md", 4);
}

/// A page with that many sessions at least.
#[track_caller]
fn check(page: &str, least: usize) {
    let text = std::fs::read_to_string(root().join(page)).expect("the page");
    let sessions = sessions(&text);
    assert!(sessions.len() >= least, "{sessions:?}");
    // What is written stays out of the repository.
    let folder = tempfile::tempdir().expect("a folder");
    let written = folder.path().join("report.json").display().to_string();
    for session in sessions {
        let args = session.args.iter().map(|arg| if arg == "report.json" { &written } else { arg });
        let args: Vec<&str> = args.map(String::as_str).collect();
        let Ended { code, stdout, stderr } = architrave(&args);
        assert_eq!(code, session.code, "{args:?}: {stderr}");
        let found: Vec<&str> = stdout.lines().chain(stderr.lines()).map(str::trim_end).collect();
        assert!(matches(&session.expected, &found), "{args:?} printed\n{}", found.join("\n"));
    }
}
