//! A folder with inputs, a configuration and a report, to change one thing at a time.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::super::command::{Ended, Run, root};

/// A plugin that does what its setting `attack` says.
pub(crate) const MISBEHAVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/misbehave.wasm"));

/// The folder; `inputs` starts as a copy of the sample.
#[derive(Debug)]
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        desk.config("");
        desk.copy_sample("inputs", |text| text);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Copies the sample into a folder, each text changed.
    fn copy_sample(&self, folder: &str, change: impl Fn(String) -> String) {
        let sample = root().join("examples/trading-platform");
        fs::create_dir_all(self.path(folder)).expect("a folder");
        for entry in fs::read_dir(sample).expect("the sample") {
            let path = entry.expect("an entry").path();
            let text = change(fs::read_to_string(&path).expect("a text"));
            fs::write(self.path(folder).join(path.file_name().expect("a name")), text).expect("a copy");
        }
    }

    pub(crate) fn second_workload(&self) {
        self.copy_sample("inputs/second", |text| {
            text.replace("7d1f0c6be25a4e0fb9c3a8124f6e9d35", "00000000000000000000000000000002")
                .replace("\"trading-platform\"", "\"second\"")
        });
    }

    pub(crate) fn remove_second_workload(&self) {
        fs::remove_dir_all(self.path("inputs/second")).expect("it was there");
    }

    pub(crate) fn move_inputs(&self, to: &str) {
        fs::create_dir(self.path("moved")).expect("a folder");
        fs::rename(self.path("inputs"), self.path("moved").join(to)).expect("they move");
    }

    pub(crate) fn remove(&self, input: &str) {
        fs::remove_file(self.path("inputs").join(input)).expect("it was there");
    }

    /// Replaces the first occurrence.
    pub(crate) fn edit(&self, input: &str, from: &str, to: &str) {
        let path = self.path("inputs").join(input);
        let text = fs::read_to_string(&path).expect("the input");
        assert!(text.contains(from), "{input} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).expect("the input");
    }

    pub(crate) fn config(&self, toml: &str) {
        fs::write(self.path("architrave.toml"), toml).expect("the configuration");
    }

    /// A plugin from a file, for the roles that it has.
    pub(crate) fn plugin(&self, name: &str, component: &[u8], setting: &str) {
        self.plugin_with(name, component, setting, "");
    }

    pub(crate) fn plugin_with(&self, name: &str, component: &[u8], setting: &str, rest: &str) {
        fs::write(self.path(&format!("{name}.wasm")), component).expect("the component");
        self.config(&format!(
            "{rest}\n[plugins.{name}]\nsource = \"{name}.wasm\"\n[plugins.{name}.settings]\n{setting}\n"
        ));
    }

    /// Makes the report.
    pub(crate) fn assess(&self, args: &[&str]) {
        let ended = Run::new(&[&["assess", "inputs", "--format", "json"], args].concat()).within(&self.path("")).run();
        assert!(!ended.stdout.is_empty(), "{}", ended.stderr);
        self.write_report(&ended.stdout);
    }

    pub(crate) fn report(&self) -> String {
        fs::read_to_string(self.path("report.json")).expect("the report")
    }

    pub(crate) fn write_report(&self, text: &str) {
        fs::write(self.path("report.json"), text).expect("the report");
    }

    /// Makes the report again, from wherever the inputs are.
    pub(crate) fn replay(&self, args: &[&str]) -> Ended {
        let inputs = if self.path("inputs").is_dir() { "inputs" } else { "moved/elsewhere" };
        Run::new(&[&["replay", "report.json", "--inputs", inputs], args].concat()).within(&self.path("")).run()
    }
}
