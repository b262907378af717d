//! Are all accounts looked in, and does one that fails leave the others alone?

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
};

use architrave_emulator::Options;
use serde_json::json;

use super::desk::{Desk, end, files};

/// An STS that gives the account's id as the access key, by which the emulator tells accounts; it refuses one of them.
fn sts(refused: &'static str) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || assume_role(stream, refused));
        }
    });
    address
}

fn assume_role(mut stream: TcpStream, refused: &str) {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let body = String::from_utf8_lossy(&body).replace("%3A", ":");
    let account = body.split("arn:aws:iam::").nth(1).and_then(|rest| rest.get(..12)).expect("a role").to_owned();
    let (status, answer) = if account == refused {
        (
            "403 Forbidden",
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to \
          perform sts:AssumeRole</Message></Error><RequestId>r</RequestId></ErrorResponse>"
                .to_owned(),
        )
    } else {
        (
            "200 OK",
            format!(
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{account}</AccessKeyId><SecretAccessKey>s\
             </SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
             <AssumedRoleUser><AssumedRoleId>A:b</AssumedRoleId><Arn>arn:aws:sts::{account}:assumed-role/Reader/architrave\
             </Arn></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>"
            ),
        )
    };
    let length = answer.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: text/xml\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{answer}"
    );
}

fn workload(desk: &Desk, account: &str) {
    let body = json!({
        "WorkloadName": format!("Of {account}"), "Description": "A workload of a test.", "Environment": "PRODUCTION",
        "AwsRegions": ["us-east-1"], "ReviewOwner": "owner@example.com", "Lenses": ["serverless"], "ClientRequestToken": "t",
    });
    desk.ask_as(account, "POST", "/workloads", &body);
}

#[test]
fn an_account_that_fails_is_named_and_stops_no_other() {
    let desk = Desk::new(&Options::default());
    let [first, refused, last] = ["200000000001", "200000000002", "200000000003"];
    workload(&desk, first);
    workload(&desk, last);
    let (list, folder) = (desk.folder("accounts.txt"), desk.folder("many"));
    std::fs::write(&list, format!("{first} # ours\n{refused}, {last}\n{first}\n")).unwrap();
    let args = [
        "pull",
        "--role-name",
        "audit/Reader",
        "--accounts",
        list.to_str().unwrap(),
        "--output",
        folder.to_str().unwrap(),
    ];
    let mut command = desk.command(&args);
    command.env("AWS_ENDPOINT_URL_STS", format!("http://{}", sts(refused)));
    let ended = end(command);
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains(&format!("role `arn:aws:iam::{refused}:role/audit/Reader`")), "{}", ended.stderr);
    assert!(ended.stderr.contains("help: allow `sts:AssumeRole`"), "{}", ended.stderr);
    let answers: Vec<String> = files(&folder).into_keys().filter(|name| name.ends_with("list-answers.json")).collect();
    assert_eq!(answers.len(), 2, "{answers:?}");
    assert!(answers[0].starts_with(first) && answers[1].starts_with(last), "{answers:?}");
}

#[test]
fn accounts_are_ids_or_a_file_of_them() {
    let desk = Desk::new(&Options::default());
    let rows: [(&[&str], &str); 4] = [
        (&["--accounts", "123", "--role-name", "R"], "`123` is neither a list of accounts nor a file"),
        (&["--accounts", "200000000001"], "--role-name"),
        (&["--organization-unit", "ou-1"], "--role-name"),
        (&["--accounts", "200000000001", "--organization-unit", "ou-1", "--role-name", "R"], "cannot be used with"),
    ];
    for (args, said) in rows {
        let ended = desk.pull("none", args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert!(ended.stderr.contains(said), "{args:?}: {}", ended.stderr);
    }
    let policy =
        desk.run(&["pull", "--iam-policy", "--organization-unit", "ou-1", "--role-name", "audit/Reader"]).json();
    let roles = json!(["arn:aws:iam::*:role/audit/Reader"]);
    assert_eq!(policy["Statement"][1]["Resource"], roles, "{policy:#}");
    assert_eq!(policy["Statement"][0]["Action"][0], "organizations:ListAccountsForParent");
}

/// Ends with its test.
struct Moto(Child);

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts moto and makes an organization with two units, one within the other, and an account in each; prints the
/// address, the outer unit, and both accounts.
const ORGANIZATION: &str = r#"
import sys
import boto3
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"
client = boto3.client("organizations", region_name="us-east-1", endpoint_url=endpoint,
                      aws_access_key_id="test", aws_secret_access_key="test")
client.create_organization(FeatureSet="ALL")
parent = root = client.list_roots()["Roots"][0]["Id"]
units, accounts = [], []
for name in ("outer", "inner"):
    parent = client.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]["Id"]
    made = client.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]["AccountId"]
    client.move_account(AccountId=made, SourceParentId=root, DestinationParentId=parent)
    units.append(parent)
    accounts.append(made)
print(endpoint, units[0], *accounts, flush=True)
sys.stdin.read()
"#;

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
fn units_of_an_organization_are_looked_in_to_the_last() {
    let child = Command::new("python3")
        .args(["-c", ORGANIZATION])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut line = String::new();
    let moto = child.ok().map(Moto).and_then(|mut moto| {
        BufReader::new(moto.0.stdout.take()?).read_line(&mut line).ok()?;
        (!line.is_empty()).then_some(moto)
    });
    if moto.is_none() {
        assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "there is no python3 with moto's server and boto3");
        println!("skipped: there is no python3 with moto's server and boto3");
        return;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let [endpoint, unit, outer, inner] = words.as_slice() else { panic!("{line}") };
    let desk = Desk::new(&Options::default());
    workload(&desk, super::desk::ACCOUNT);
    desk.emulator.forget_calls();
    let folder = desk.folder("unit");
    let args = ["pull", "--role-name", "Reader", "--organization-unit", unit, "--output", folder.to_str().unwrap()];
    let mut command = desk.command(&args);
    command.env("AWS_ENDPOINT_URL_STS", endpoint).env("AWS_ENDPOINT_URL_ORGANIZATIONS", endpoint);
    let ended = end(command);
    assert_eq!(ended.code, 0, "{outer} {inner}: {}", ended.stderr);
    assert_eq!(desk.calls()["ListWorkloads"], 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("ListOrganizationalUnitsForParent 2"), "{}", ended.stderr);
}
