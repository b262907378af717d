//! boto3, the official client, takes the emulator for AWS: a contract suite over every operation, each answer checked
//! against botocore's own model, and programs as other people write them.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use architrave_emulator::{Options, Running, operations, start};

use crate::cli::Run;

/// The version whose model the emulator is held to.
const BOTO3: &str = "1.44.5";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("emulator/witness")
}

/// Python, where it has boto3 in this version; else says why not, which CI does not take for an answer.
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
fn python() -> Option<Command> {
    let mut ask = Command::new("python3");
    let asked = ask.args(["-c", "import boto3; print(boto3.__version__)"]).output();
    let version = asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if version != BOTO3 {
        assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "CI must have boto3 {BOTO3}, found `{version}`");
        println!("skipped: no python3 with boto3 {BOTO3} here, found `{version}`");
        return None;
    }
    let mut python = Command::new("python3");
    python.arg("-B").current_dir(folder());
    without_aws(&mut python);
    Some(python)
}

/// Nothing of the machine's own AWS.
fn without_aws(command: &mut Command) {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
        command.env_remove(name);
    }
    command.env("AWS_CONFIG_FILE", "/dev/null").env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    command.env("AWS_EC2_METADATA_DISABLED", "true");
}

/// A program that reaches the emulator as it would reach AWS: by the environment alone.
fn program(python: &mut Command, emulator: &Running, account: &str) -> Output {
    python
        .env("AWS_ENDPOINT_URL_WELLARCHITECTED", emulator.endpoint())
        .env("AWS_ACCESS_KEY_ID", account)
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_DEFAULT_REGION", "eu-central-1")
        .output()
        .expect("python starts")
}

#[track_caller]
fn succeeded(output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{stdout}\n{}", String::from_utf8_lossy(&output.stderr));
    stdout
}

#[test]
fn the_witness_sees_what_is_wrong() {
    let Some(mut python) = python() else { return };
    succeeded(&python.arg("selftest.py").output().expect("python starts"));
}

#[test]
#[expect(clippy::print_stdout, reason = "how much was witnessed")]
fn boto3_takes_every_operation_for_the_service() {
    let Some(mut python) = python() else { return };
    let emulator = start(&Options::default()).expect("an emulator");
    python.args(["run.py", "--endpoint", &emulator.endpoint(), "--operations", &operations().join(",")]);
    let lenses = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lenses");
    if lenses.exists() {
        python.env("WITNESS_LENSES", lenses);
    } else {
        println!("skipped: the shared lenses are not beside the repository");
    }
    let stdout = succeeded(&python.output().expect("python starts"));
    let last = stdout.lines().last().unwrap_or_default();
    println!("{last}");
    assert!(last.contains(&format!(" {} operations,", operations().len())), "{stdout}");
    assert!(last.ends_with(" 0 failed, 0 violations, 0 unwitnessed"), "{stdout}");
}

#[test]
fn programs_of_other_people_run() {
    let Some(_) = python() else { return };
    let emulator = start(&Options::default()).expect("an emulator");
    for (name, expected) in [
        ("governance.py", "{'HIGH': 2, 'UNANSWERED': "),
        ("trend.py", "Month 4: {'HIGH': 14, 'NONE': 42, 'UNANSWERED': 1}"),
        ("portfolio.py", " 10 sec_"),
    ] {
        let mut python = python().expect("it was there before");
        let stdout = succeeded(&program(python.arg(format!("programs/{name}")), &emulator, "222233334444"));
        assert!(stdout.contains(expected), "{name}: {stdout}");
    }
}

/// The third witness: the AWS SDK for Rust, within `pull`, reads the same reviews as boto3 saves.
#[test]
fn what_pull_fetches_is_what_boto3_saves() {
    let Some(mut python) = python() else { return };
    let emulator = start(&Options::default()).expect("an emulator");
    let lens = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lenses/good.json");
    let own = python.arg("programs/own_lens.py").arg(lens).arg("Routine");
    let own = succeeded(&program(own, &emulator, "222233334444"));
    let folder = tempfile::tempdir().expect("a folder");
    let rows: [(&str, &[&str]); 4] =
        [("wellarchitected", &[]), (own.trim(), &[]), ("wellarchitected", &["1"]), (own.trim(), &["1"])];
    for (row, (lens, milestone)) in rows.into_iter().enumerate() {
        let [saved, pulled] = ["saved", "pulled"].map(|name| folder.path().join(row.to_string()).join(name));
        let mut save = self::python().expect("it was there before");
        save.args(["programs/save_review.py", "Routine", lens]).arg(&saved).args(milestone);
        succeeded(&program(&mut save, &emulator, "222233334444"));
        let mut pull =
            Run::new(&["pull", "--workload", "Routine", "--lens", lens, "--output"]).arg(&pulled).into_command();
        without_aws(&mut pull);
        pull.args(milestone.iter().flat_map(|number| ["--milestone", number]));
        succeeded(&program(&mut pull, &emulator, "222233334444"));
        let [saved, pulled] =
            [saved, pulled].map(|path| Run::new(&["assess", "--no-config", "--format", "json"]).arg(path).run().json());
        assert_eq!(saved["reviews"].as_array().map(Vec::len), Some(1), "{lens} {milestone:?}");
        assert_eq!(saved["reviews"][0]["milestone"].is_null(), milestone.is_empty(), "{lens} {milestone:?}");
        assert_eq!(saved["reviews"], pulled["reviews"], "{lens} {milestone:?}");
        assert_eq!(saved["snapshot"], pulled["snapshot"], "{lens} {milestone:?}");
    }
}

/// What an export loop wrote is a review that `assess` reads, with the risks that the service gave.
#[test]
fn an_export_of_other_people_is_assessed() {
    let Some(mut python) = python() else { return };
    let emulator = start(&Options::default()).expect("an emulator");
    succeeded(&program(python.arg("programs/trend.py"), &emulator, "222233334444"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("warehouse.json");
    let mut export = self::python().expect("it was there before");
    succeeded(&program(export.args(["programs/export_all.py", "Warehouse"]).arg(&file), &emulator, "222233334444"));
    let report = Run::new(&["assess", "--no-config", "--format", "json"]).arg(&file).run().json();
    let review = &report["reviews"][0];
    assert_eq!(review["workload"]["name"], "Warehouse");
    assert_eq!(review["risk_counts"]["HIGH"], 14);
    assert_eq!(review["risk_counts"]["NONE"], 42);
    assert_eq!(review["risk_counts"]["UNANSWERED"], 1);
    assert_eq!(review["completion"]["total"], 57);
}
