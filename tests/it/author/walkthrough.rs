//! Does the README lead from an empty folder to a plugin that is signed, locked and loaded from a registry? Its own lines are
//! run, as they stand there.

use std::{env, fs, os::unix::fs::symlink, path::Path, process::Command};

use crate::{
    cli::command::{BINARY, Run, root},
    registry::Registry,
};

/// Where the README has its registry.
const ADDRESS: &str = "localhost:5000";

/// The blocks of these languages in two chapters of the README, in their order.
fn blocks() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("README.md")).expect("the README");
    let (_, text) = text.split_once("## Write a plugin").expect("a chapter");
    let (text, _) = text.split_once("## What it does").expect("a chapter after it");
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) if !is_open => {
                blocks.push((language.to_owned(), String::new()));
                is_open = true;
            }
            Some(_) => is_open = false,
            None if is_open => blocks.last_mut().expect("a block").1.extend([line, "\n"]),
            None => {}
        }
    }
    blocks
}

/// A shell in a folder, with the command on its path.
fn run(script: &str, folder: &Path, commands: &Path) -> String {
    let path = env::join_paths(
        [commands.to_owned()].into_iter().chain(env::split_paths(&env::var_os("PATH").expect("a path"))),
    );
    // What every command of the tests has: a cache and a store of their own.
    let prepared = Run::new(&[]).into_command();
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", script]).current_dir(folder).env("PATH", path.expect("a path"));
    shell.envs(prepared.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = shell.output().expect("a shell");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{script}\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn the_readme_leads_from_nothing_to_a_plugin_of_a_registry() {
    let Some(registry) = Registry::start() else { return };
    let desk = tempfile::tempdir().expect("a folder");
    let commands = desk.path().join("commands");
    fs::create_dir(&commands).expect("a folder");
    symlink(BINARY, commands.join("architrave")).expect("the command");
    let beside = desk.path().join("beside");
    fs::create_dir(&beside).expect("a folder");
    symlink(root(), beside.join("architrave")).expect("the clone");

    let project = beside.join("house-rules");
    let mut said = Vec::new();
    for (position, (language, text)) in blocks().into_iter().enumerate() {
        let text = text.replace(ADDRESS, &registry.address);
        match language.as_str() {
            "sh" => said.push(run(&text, if position == 0 { &beside } else { &project }, &commands)),
            "toml" => fs::write(project.join("architrave.toml"), text).expect("the configuration"),
            other => panic!("a block in `{other}`"),
        }
    }
    let [first, pushed, last] = said.as_slice() else { panic!("three scripts: {said:?}") };
    assert!(first.contains("52.66 of 100"), "{first}");
    assert!(pushed.contains("signed oci://"), "{pushed}");
    assert!(last.contains("verified oci://") && last.contains("52.66 of 100"), "{last}");
}
