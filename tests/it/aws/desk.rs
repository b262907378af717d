//! An emulator with reviews in it, and a command that knows it as AWS.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
};

use architrave_emulator::{Faults, Options, Running, operations, start};
use serde_json::{Value, json};

use crate::cli::command::{Ended, Run};

/// Files by path, each with its bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// An emulator, and a folder to pull into.
pub(crate) struct Desk {
    pub(crate) emulator: Running,
    folder: tempfile::TempDir,
}

/// The account of unsigned requests.
pub(crate) const ACCOUNT: &str = "111122223333";
/// The ARN of the custom lens that [`Desk::with_workloads`] applies starts so.
pub(crate) const LENS_FILE: &str = "data/lenses/good.json";

impl Desk {
    pub(crate) fn new(options: &Options) -> Self {
        Self { emulator: start(options).expect("the emulator starts"), folder: tempfile::tempdir().expect("a folder") }
    }

    /// Workloads with three lenses each, one of them custom, partly answered.
    pub(crate) fn with_workloads(count: usize) -> Self {
        let lens = Path::new(env!("CARGO_MANIFEST_DIR")).join(LENS_FILE);
        let desk = Self::new(&Options { lenses: vec![lens], ..Options::default() });
        let custom = desk.custom_lens();
        for number in 0..count {
            desk.workload(&format!("Workload {number:02}"), &["wellarchitected", "serverless", &custom], number);
        }
        desk.emulator.forget_calls();
        desk
    }

    /// The custom lens that every account has.
    pub(crate) fn custom_lens(&self) -> String {
        let lenses = self.ask("GET", "/lenses?LensType=CUSTOM_SELF", &json!(null));
        let lens = lenses["LensSummaries"][0]["LensArn"].as_str();
        lens.unwrap_or_else(|| panic!("a custom lens: {lenses}")).to_owned()
    }

    /// Makes a workload with these lenses and no answers.
    pub(crate) fn workload_of(&self, name: &str, lenses: &[&str]) -> String {
        let made = self.ask(
            "POST",
            "/workloads",
            &json!({
                "WorkloadName": name, "Description": "A workload of a test.", "Environment": "PRODUCTION",
                "AwsRegions": ["us-east-1"], "ReviewOwner": "owner@example.com", "Lenses": lenses,
                "ClientRequestToken": name,
            }),
        );
        made["WorkloadId"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }

    /// Makes a workload and answers some questions of its framework lens; which ones depends on `seed`.
    pub(crate) fn workload(&self, name: &str, lenses: &[&str], seed: usize) -> String {
        let id = self.workload_of(name, lenses);
        for question in
            ["identities", "permissions", "priorities", "fault-isolation"].iter().cycle().skip(seed % 4).take(3)
        {
            self.answer(&id, question, seed % 3);
        }
        id
    }

    /// Selects the first choices of a question.
    pub(crate) fn answer(&self, workload: &str, question: &str, count: usize) {
        let path = format!("/workloads/{workload}/lensReviews/wellarchitected/answers/{question}");
        let answer = self.ask("GET", &path, &json!(null));
        let choices = answer["Answer"]["Choices"].as_array().unwrap_or_else(|| panic!("{answer}"));
        let selected: Vec<&Value> = choices.iter().take(count).map(|choice| &choice["ChoiceId"]).collect();
        self.ask("PATCH", &path, &json!({"SelectedChoices": selected, "Notes": format!("seen {count}")}));
    }

    /// Asks the emulator without any SDK, as [`ACCOUNT`].
    pub(crate) fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        self.ask_as(ACCOUNT, method, path, body)
    }

    /// The same as another account.
    pub(crate) fn ask_as(&self, account: &str, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(self.emulator.address()).expect("the emulator listens");
        let length = body.len();
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: emulator\r\nconnection: close\r\ncontent-length: {length}\r\n");
        let scope = format!("Credential={account}/20260101/us-east-1/wellarchitected/aws4_request");
        let head = format!("{head}authorization: AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0\r\n");
        write!(stream, "{head}content-type: application/json\r\n\r\n{body}").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        assert!(head.starts_with("HTTP/1.1 200"), "{method} {path}: {answer}");
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// What goes wrong from now on.
    pub(crate) fn faults(&self, toml: &str) {
        let faults = Faults::read(toml, "faults.toml", &operations());
        self.emulator.set_faults(faults.unwrap_or_else(|problems| panic!("{problems:#?}")));
    }

    /// A folder of this desk.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command, in an environment in which the emulator is AWS and nothing else is.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        with_aws(Run::new(args).into_command(), &self.emulator.endpoint(), &self.folder("nothing"))
    }

    /// Runs it.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        end(self.command(args))
    }

    /// Pulls into a folder of this desk. Whatever is tested, nothing is called that the printed policy does not allow.
    pub(crate) fn pull(&self, name: &str, args: &[&str]) -> Ended {
        let folder = self.folder(name);
        let all = ["pull", "--pause", "1", "--output", folder.to_str().expect("a plain path")];
        let before = self.emulator.calls().len();
        let ended = self.run(&[&all, args].concat());
        self.check_allowed(before, args);
        ended
    }

    /// Assesses what AWS has, by the same policy.
    pub(crate) fn assess(&self, select: &[&str], more: &[&str]) -> Ended {
        let all = ["assess", "--no-config", "--format", "json", "--aws", "--pause", "1"];
        let before = self.emulator.calls().len();
        let ended = self.run(&[&all, select, more].concat());
        self.check_allowed(before, select);
        ended
    }

    /// All calls but the first `before` are in the policy that `pull` prints for these options.
    fn check_allowed(&self, before: usize, args: &[&str]) {
        let allowed = self.allowed(args);
        for call in self.emulator.calls().iter().skip(before) {
            assert!(allowed.contains(&call.action()), "{} with {args:?}, which allows {allowed:?}", call.action());
        }
    }

    /// Actions of the policy that is printed for these options; none for options that are refused.
    pub(crate) fn allowed(&self, args: &[&str]) -> BTreeSet<String> {
        let ended = self.run(&[&["pull", "--iam-policy"], args].concat());
        if ended.code != 0 {
            return BTreeSet::new();
        }
        let printed = ended.json();
        let statements = printed["Statement"].as_array().expect("statements").iter();
        let actions = statements.flat_map(|statement| statement["Action"].as_array().expect("actions"));
        actions.map(|action| action.as_str().expect("text").to_owned()).collect()
    }

    /// Pulls, which must be complete.
    pub(crate) fn pulled(&self, name: &str, args: &[&str]) -> (Files, Ended) {
        let ended = self.pull(name, args);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        (files(&self.folder(name)), ended)
    }

    /// How often an operation was asked for, since the calls were forgotten last.
    pub(crate) fn calls(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for call in self.emulator.calls() {
            *counts.entry(call.operation).or_insert(0) += 1;
        }
        counts
    }
}

/// An environment without anybody's credentials, in which one endpoint is Well-Architected.
pub(crate) fn with_aws(mut command: Command, endpoint: &str, nothing: &Path) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
        .env("AWS_ENDPOINT_URL_WELLARCHITECTED", endpoint)
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_CONFIG_FILE", nothing)
        .env("AWS_SHARED_CREDENTIALS_FILE", nothing);
    command
}

/// Runs a command to its end.
pub(crate) fn end(mut command: Command) -> Ended {
    let output = command.output().expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Ended {
        code: output.status.code().expect("it ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// All files of a folder that are no secrets of the pull itself.
pub(crate) fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder").map(|entry| entry.expect("an entry")) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if !entry.file_name().to_string_lossy().starts_with(".architrave-pull.lock") {
                let name = path.strip_prefix(folder).expect("within").to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    files
}
