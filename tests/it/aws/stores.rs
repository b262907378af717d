//! Is what is stored in the Parameter Store and in S3 read back equal? Against moto's server, with boto3 as a second reader.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
};

use architrave_aws::actions;
use serde_json::Value;

use super::desk::{end, with_aws};
use crate::cli::{Run, command::Ended};

/// A moto server: SSM and S3 in memory.
struct Moto {
    server: Child,
    endpoint: String,
    nothing: tempfile::TempDir,
}

/// Starts the server on a free port, says which, and ends when its input does.
const SERVER: &str = "import sys, logging; logging.disable(logging.CRITICAL)
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f'http://{host}:{port}', flush=True)
sys.stdin.read()
server.stop()
";

/// Stored pieces, put together by somebody who knows nothing of this project but what its documentation says.
const READER: &str = "import boto3, hashlib, json, sys
ssm = boto3.client('ssm', endpoint_url=sys.argv[1], region_name='us-east-1')
name = sys.argv[2]
value = lambda name: ssm.get_parameter(Name=name)['Parameter']['Value']
index = json.loads(value(name))
pieces = [value(f\"{name}/{index['generation']}/{number:04}\") for number in range(index['pieces'])]
text = ''.join(pieces)
assert hashlib.sha256(text.encode()).hexdigest() == index['sha256'], 'digest'
assert len(text.encode()) == index['bytes'], 'bytes'
assert all(len(piece.encode()) <= 4096 for piece in pieces), 'sizes'
names = [p['Name'] for page in ssm.get_paginator('describe_parameters').paginate() for p in page['Parameters']]
assert len(names) == index['pieces'] + 1, f'{len(names)} parameters for {len(pieces)} pieces'
print(json.dumps(json.loads(text)))
";

/// `None` where there is no moto here, which CI does not take for an answer.
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
fn moto() -> Option<Moto> {
    let found = Command::new("python3").args(["-c", "import boto3, moto.server"]).output();
    if !found.is_ok_and(|found| found.status.success()) {
        assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "CI must have python3 with moto[server] and boto3");
        println!("skipped: no python3 with moto[server] and boto3 here");
        return None;
    }
    let mut server = Command::new("python3");
    server.args(["-c", SERVER]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = server.spawn().expect("the server starts");
    let mut endpoint = String::new();
    let stdout = server.stdout.take().expect("its stdout");
    BufReader::new(stdout).read_line(&mut endpoint).expect("it says where it listens");
    let nothing = tempfile::tempdir().expect("a folder");
    Some(Moto { server, endpoint: endpoint.trim().to_owned(), nothing })
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _gone = self.server.kill();
        let _ended = self.server.wait();
    }
}

impl Moto {
    fn command(&self, args: &[&str]) -> Command {
        self.aws(Run::new(args).into_command())
    }

    fn aws(&self, command: Command) -> Command {
        let mut command = with_aws(command, "http://127.0.0.1:9", &self.nothing.path().join("none"));
        command.env("AWS_ENDPOINT_URL_SSM", &self.endpoint).env("AWS_ENDPOINT_URL_S3", &self.endpoint);
        command
    }

    fn run(&self, args: &[&str]) -> Ended {
        end(self.command(args))
    }

    fn python(&self, code: &str, args: &[&str]) -> Ended {
        let mut command = Command::new("python3");
        command.args(["-c", code, &self.endpoint]).args(args);
        end(self.aws(command))
    }

    fn bucket(&self) {
        let code = "import boto3, sys; boto3.client('s3', endpoint_url=sys.argv[1], region_name='us-east-1').create_bucket(Bucket='results')";
        let made = self.python(code, &[]);
        assert_eq!(made.code, 0, "{}", made.stderr);
    }
}

const TRADING: &str = "examples/trading-platform";
const CUSTOM: &str = "examples/custom-lens";
const JSON: [&str; 3] = ["--no-config", "--format", "json"];

fn ok(ended: Ended) -> Ended {
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended
}

#[test]
fn what_is_read_back_is_what_was_made() {
    let Some(moto) = moto() else { return };
    moto.bucket();
    let made =
        ok(moto
            .run(&[&["assess", TRADING, CUSTOM, "--store-ssm", "--store-s3", "s3://results/a/b"], &JSON[..]].concat()));
    assert_eq!(made.stderr.matches("stored: ").count(), 4, "{}", made.stderr);
    for from in [&["--from-ssm"][..], &["--from-s3", "s3://results/a/b"]] {
        let read = ok(moto.run(&[&["assess"], from, &JSON[..]].concat()));
        assert_eq!(read.stdout, made.stdout, "{from:?}");
    }
    let one = ok(moto.run(&[&["assess", TRADING], &JSON[..]].concat()));
    let lens = ["--from-ssm", "--lens", "wellarchitected"];
    assert_eq!(ok(moto.run(&[&["assess"], &lens[..], &JSON[..]].concat())).stdout, one.stdout);
    let table = ok(moto.run(&["assess", "--no-config", TRADING])).stdout;
    assert_eq!(ok(moto.run(&[&["assess", "--no-config"], &lens[..]].concat())).stdout, table);
}

/// The operations that a run says it called.
fn called(ended: &Ended) -> Vec<String> {
    let line = ended.stderr.lines().find_map(|line| line.strip_prefix("calls to AWS: ")).expect("calls are told");
    let counts = line.rsplit(": ").next().expect("counts").split(", ");
    counts.filter_map(|count| count.split(' ').next()).map(|name| format!("ssm:{name}")).collect()
}

#[test]
fn the_actions_are_those_that_are_listed() {
    let Some(moto) = moto() else { return };
    let check = |verb: &str, runs: &[&[&str]]| {
        let called: BTreeSet<String> = runs.iter().flat_map(|args| called(&ok(moto.run(args)))).collect();
        let (_, listed) = actions::WRITING.iter().find(|(found, _)| *found == verb).expect("the verb is listed");
        assert_eq!(called, listed.iter().map(|action| (*action).to_owned()).collect(), "{verb}");
    };
    let store = ["assess", TRADING, "--no-config", "--store-ssm"];
    check("assess --store-ssm", &[&store, &[&store[..], &["--notes"]].concat()]);
    check("assess --from-ssm", &[&["assess", "--no-config", "--from-ssm", "--notes"]]);
}

#[test]
fn boto3_puts_the_pieces_together_and_finds_nothing_left_over() {
    let Some(moto) = moto() else { return };
    let mut workload = String::new();
    // The second time replaces the first, whose pieces go.
    for notes in [&["--notes"][..], &[]] {
        let made = ok(moto.run(&[&["assess", TRADING, "--store-ssm"], notes, &JSON[..]].concat()));
        let report = made.json();
        workload = report["reviews"][0]["workload"]["id"].as_str().expect("an id").to_owned();
        let name = format!("/well-architected/assessments/{workload}/wellarchitected/latest");
        let read = moto.python(READER, &[&name]);
        assert_eq!(read.code, 0, "{}", read.stderr);
        let read: Value = read.json();
        assert_eq!(read["reviews"], report["reviews"]);
        assert_eq!(read["snapshot"], report["snapshot"]);
    }
    let missing = moto.run(&["assess", "--from-ssm", "--workload", "other"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains(&format!("stored are `{workload}/wellarchitected/latest`")), "{}", missing.stderr);
}

#[test]
fn what_was_changed_is_not_believed() {
    let Some(moto) = moto() else { return };
    moto.bucket();
    let report =
        ok(moto.run(&[&["assess", TRADING, "--store-ssm", "--store-s3", "s3://results"], &JSON[..]].concat())).json();
    let workload = report["reviews"][0]["workload"]["id"].as_str().expect("an id").to_owned();
    let name = format!("{workload}/wellarchitected/latest");
    let change = "import boto3, sys, json
root = '/well-architected/assessments/' + sys.argv[2]
ssm = boto3.client('ssm', endpoint_url=sys.argv[1], region_name='us-east-1')
generation = json.loads(ssm.get_parameter(Name=root)['Parameter']['Value'])['generation']
ssm.put_parameter(Name=f'{root}/{generation}/0001', Value='other', Type='String', Overwrite=True)
s3 = boto3.client('s3', endpoint_url=sys.argv[1], region_name='us-east-1')
key = sys.argv[2] + '.json'
old = s3.get_object(Bucket='results', Key=key)
s3.put_object(Bucket='results', Key=key, Body=old['Body'].read() + b' ', Metadata=old['Metadata'])
";
    let changed = moto.python(change, &[&name]);
    assert_eq!(changed.code, 0, "{}", changed.stderr);
    for from in [&["--from-ssm"][..], &["--from-s3", "s3://results"]] {
        let read = moto.run(&[&["assess"], from].concat());
        assert_eq!(read.code, 2, "{from:?}: {}", read.stdout);
        assert!(read.stderr.contains("its digest is"), "{from:?}: {}", read.stderr);
    }
    let lose = "import boto3, sys, json
root = '/well-architected/assessments/' + sys.argv[2]
ssm = boto3.client('ssm', endpoint_url=sys.argv[1], region_name='us-east-1')
generation = json.loads(ssm.get_parameter(Name=root)['Parameter']['Value'])['generation']
ssm.delete_parameter(Name=f'{root}/{generation}/0001')
";
    assert_eq!(moto.python(lose, &[&name]).code, 0);
    let read = moto.run(&["assess", "--from-ssm"]);
    assert_eq!(read.code, 2);
    assert!(read.stderr.contains("pieces of it are missing"), "{}", read.stderr);
}

#[test]
fn writers_and_readers_at_the_same_time_never_see_a_mix() {
    let Some(moto) = moto() else { return };
    let args = |notes: &'static [&'static str]| [&["assess", TRADING, "--store-ssm"], notes, &JSON[..]].concat();
    let (plain, noted) = (args(&[]), args(&["--notes"]));
    let expected = [ok(moto.run(&plain)).stdout, ok(moto.run(&noted)).stdout];
    let seen = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for writer in [&plain, &noted] {
            scope.spawn(|| (0..3).for_each(|_| assert_eq!(moto.run(writer).code, 0)));
        }
        scope.spawn(|| {
            for _ in 0..6 {
                let read = moto.run(&[&["assess", "--from-ssm", "--notes"], &JSON[..]].concat());
                seen.lock().unwrap_or_else(PoisonError::into_inner).push(read);
            }
        });
    });
    for read in seen.into_inner().unwrap_or_else(PoisonError::into_inner) {
        assert_eq!(read.code, 0, "{}", read.stderr);
        assert!(expected.contains(&read.stdout), "neither the one nor the other");
    }
}

#[test]
fn the_gate_is_judged_anew() {
    let Some(moto) = moto() else { return };
    ok(moto.run(&["assess", TRADING, "--no-config", "--store-ssm"]));
    let config = moto.nothing.path().join("architrave.toml");
    std::fs::write(&config, "[gate]\nmax_high = 0\n").expect("a file");
    let config = config.to_str().expect("a plain path");
    let fresh = moto.run(&["assess", TRADING, "--config", config, "--format", "json"]);
    assert_eq!(fresh.code, 1, "{}", fresh.stderr);
    let read = moto.run(&["assess", "--from-ssm", "--config", config, "--format", "json"]);
    assert_eq!((read.code, read.stdout), (1, fresh.stdout), "{}", read.stderr);
}
