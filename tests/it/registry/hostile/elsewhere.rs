//! Where does a registry lead us, and what do we show there?

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use architrave_registry::{Client, Options, Store};

use super::{LATE, fetch, login, options, options_for, shows_login};
use crate::{
    cli::Run,
    registry::{
        PLUGIN, plugin,
        server::{Asked, Part, Server, answer, unbounded, well_behaved},
    },
};

/// Redirects everything to an address, in which `SELF` and `OTHER` are this server's and the other's.
fn redirect(asked: &Asked, target: &str) -> Vec<Part> {
    let target = target.replace("SELF", &asked.address.to_string()).replace("PATH", &asked.path);
    answer("307 Temporary Redirect", &format!("Location: {target}\r\n"), b"")
}

/// A redirect, how following it ends, and a part of the message. `OTHER` is another server on this machine.
type Row = (&'static str, &'static str, &'static str);

#[test]
fn a_redirect_leads_no_nearer_and_takes_no_login_along() {
    let rows: &[Row] = &[
        ("http://SELFPATH", "registry.redirect", "redirected more than 3 times"),
        ("PATH", "registry.redirect", "redirected more than 3 times"),
        ("http://OTHER/x", "registry.redirect", "that is another server, without TLS"),
        ("http://localhost/x", "registry.redirect", "that is another server, without TLS"),
        ("ftp://OTHER/x", "registry.redirect", "without TLS"),
        ("file:///etc/passwd", "registry.redirect", "without TLS"),
        ("https://who:what@OTHER/x", "registry.redirect", "the address holds credentials"),
        ("https://OTHER/x", "registry.connection", "the connection failed"),
        (
            "https://169.254.169.254/latest/meta-data/",
            "registry.address",
            "is at 169.254.169.254, an address for special use",
        ),
        ("https://[fd00:ec2::254]/latest/", "registry.address", "an address for special use"),
        ("https://0.0.0.0/x", "registry.address", "an address for special use"),
        ("https://[::ffff:169.254.169.254]/x", "registry.address", "an address for special use"),
        ("https://2852039166/x", "registry.address", "is at 169.254.169.254"),
        ("//OTHER/x", "registry.redirect", "that is another server, without TLS"),
        ("\\\\OTHER\\x", "registry.redirect", "that is another server, without TLS"),
        ("http://SELF@OTHER/x", "registry.redirect", "the address holds credentials"),
        ("javascript:alert(1)", "registry.redirect", "without TLS"),
        ("data:application/json,{}", "registry.redirect", "without TLS"),
        ("unix:///var/run/docker.sock", "registry.redirect", "without TLS"),
        ("https://[64:ff9b::a9fe:a9fe]/x", "registry.address", "an address for special use"),
        ("https://[2002:a9fe:a9fe::]/x", "registry.address", "an address for special use"),
        ("https://[::a9fe:a9fe]/x", "registry.address", "an address for special use"),
        ("https://[fe80::1]/x", "registry.address", "an address for special use"),
        ("https://0xa9.0xfe.0xa9.0xfe/x", "registry.address", "an address for special use"),
        ("https://169.254.169.254./x", "registry.address", "is at 169.254.169.254"),
        ("https://", "registry.header", "`Location` cannot be used"),
        ("", "registry.header", "`Location` cannot be used"),
    ];
    for (target, code, message) in rows {
        let other = Server::start(|_| answer("200 OK", "", b""));
        let target = target.replace("OTHER", &other.address.to_string());
        let server = {
            let target = target.clone();
            Server::start(move |asked| {
                if asked.head.to_lowercase().contains("authorization") {
                    return redirect(asked, &target);
                }
                answer("401 Unauthorized", "WWW-Authenticate: Basic realm=\"a\"\r\n", b"")
            })
        };
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { credentials: login(&server, folder.path()), ..options() };
        let error = Client::new(options).pull(&server.reference(), PLUGIN).expect_err(&target);
        assert_eq!(error.code(), *code, "{target}: {error}");
        assert!(error.to_string().contains(message), "{target}: {error}");
        assert!(server.asked().iter().any(shows_login), "{target}: the registry itself is shown the login");
        assert!(server.asked().len() <= 6, "{target}: asked {} times", server.asked().len());
        assert!(!other.asked().iter().any(shows_login), "{target}: {:?}", other.asked());
        assert!(other.asked().iter().all(|asked| !asked.head.contains("HTTP/")), "{target}: {:?}", other.asked());
    }
}

#[test]
fn a_blob_may_be_elsewhere_on_the_same_server() {
    let artifact = Arc::new(plugin(b"moved"));
    let server = {
        let artifact = Arc::clone(&artifact);
        Server::start(move |asked| match asked.path.strip_prefix("/v2/team/moved/blobs/") {
            Some(digest) => redirect(asked, &format!("/elsewhere/{digest}?signature=abc")),
            None => {
                let path = asked.path.split('?').next().unwrap_or_default().to_owned();
                well_behaved(&artifact, &Asked { path, ..asked.clone() })
            }
        })
    };
    let found = Client::new(options()).pull(&server.reference(), PLUGIN).expect("redirects are followed");
    assert_eq!(found, *artifact);
}

/// A realm, and why it is not asked.
#[test]
fn tokens_come_from_the_registry_itself() {
    let rows = [
        ("http://OTHER/token", "it is not reached by TLS"),
        ("https://elsewhere.example/token", "that is not the registry's host"),
        ("http://169.254.169.254/latest/meta-data/", "that is not the registry's host"),
        ("http://localhost:OTHERPORT/token", "that is not the registry's host"),
        ("http://who:what@SELF/token", "it holds credentials"),
        ("http://SELF@OTHER/token", "it holds credentials"),
        ("http://SELF.elsewhere.example/token", "that is no address"),
        ("https://127.0.0.1.elsewhere.example/token", "that is not the registry's host"),
        ("ftp://SELF/token", "it is not reached by TLS"),
        ("//SELF/token", "that is no address"),
        ("https://auth.docker.io/token", "that is not the registry's host"),
        ("file:///etc/passwd", "that is no address"),
        ("/token", "that is no address"),
        ("", "that is no address"),
    ];
    for (realm, message) in rows {
        let other = Server::start(|_| answer("200 OK", "", br#"{"token":"abc"}"#));
        let port = other.address.port().to_string();
        let realm = realm.replace("OTHERPORT", &port).replace("OTHER", &other.address.to_string());
        let server = {
            let realm = realm.clone();
            Server::start(move |asked| {
                let realm = realm.replace("SELF", &asked.address.to_string());
                answer(
                    "401 Unauthorized",
                    &format!("WWW-Authenticate: Bearer realm=\"{realm}\",service=\"a\"\r\n"),
                    b"",
                )
            })
        };
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { credentials: login(&server, folder.path()), ..options() };
        let error = Client::new(options).pull(&server.reference(), PLUGIN).expect_err(&realm);
        assert_eq!(error.code(), "registry.realm", "{realm}: {error}");
        assert!(error.to_string().contains(message), "{realm}: {error}");
        assert_eq!(other.asked().len(), 0, "{realm}");
        assert!(!server.asked().iter().any(shows_login), "{realm}: no login for who wants a token");
    }
}

/// Serves a plugin to whoever shows a token, and a token to whoever asks; the token's answer is up to the test.
fn with_token(token: impl Fn() -> Vec<Part> + Send + Sync + 'static) -> Server {
    let artifact = plugin(b"behind a token");
    Server::start(move |asked| {
        if asked.path.starts_with("/token") {
            return token();
        }
        if asked.head.to_lowercase().contains("authorization: bearer abc\r\n") {
            return well_behaved(&artifact, asked);
        }
        let challenge =
            format!("WWW-Authenticate: Bearer realm=\"http://{}/token\",service=\"a\",scope=\"*\"\r\n", asked.address);
        answer("401 Unauthorized", &challenge, b"")
    })
}

#[test]
fn a_token_is_asked_for_one_repository_and_used_for_all_of_it() {
    for body in [br#"{"token":"abc"}"#.to_vec(), br#"{"access_token":"abc","expires_in":60}"#.to_vec()] {
        let server = with_token(move || answer("200 OK", "", &body));
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { credentials: login(&server, folder.path()), ..options() };
        let store = Store::create(&folder.path().join("store")).expect("a layout");
        fetch(options, &server.reference(), &store).expect("a plugin");
        assert_eq!(store.names().expect("names").len(), 1);
        let tokens: Vec<_> = server.asked().into_iter().filter(|asked| asked.path.starts_with("/token")).collect();
        let [token] = tokens.as_slice() else { panic!("{tokens:?}") };
        assert_eq!(
            token.path, "/token?service=a&scope=repository%3Ateam%2Fmoved%3Apull",
            "not what the registry suggests"
        );
        assert!(shows_login(token));
        let others = server.asked().into_iter().filter(|asked| !asked.path.starts_with("/token"));
        assert!(others.into_iter().all(|asked| !shows_login(&asked)), "the login is for the token only");
    }
}

/// What a token's answer is, and how that ends.
type Token = (&'static str, fn() -> Vec<Part>, &'static str, &'static str);

#[test]
fn a_token_is_small_and_one_word() {
    let rows: &[Token] = &[
        (
            "endless",
            || [unbounded("200 OK", ""), vec![Part::Endless(vec![b' '; 1 << 16])]].concat(),
            "artifact.too-large",
            "the token is too large, at most 65536 are read",
        ),
        ("silent", || vec![Part::Silence], "registry.idle", "nothing came for"),
        ("no JSON", || answer("200 OK", "", b"abc"), "registry.token", "the token could not be read"),
        ("none", || answer("200 OK", "", b"{}"), "registry.token", "neither `token` nor `access_token`"),
        ("empty", || answer("200 OK", "", br#"{"token":""}"#), "registry.token", "it is not one word"),
        (
            "two lines",
            || answer("200 OK", "", br#"{"token":"abc\r\nX-Evil: 1"}"#),
            "registry.token",
            "it is not one word",
        ),
        ("elsewhere", || answer("302 Found", "Location: /other\r\n", b""), "registry.status", "answered 302"),
        ("refused", || answer("403 Forbidden", "", b""), "registry.denied", "refused access"),
        ("nowhere", || answer("404 Not Found", "", b""), "registry.token", "there is nothing at its address"),
        (
            "a list",
            || answer("200 OK", "", br#"[{"token":"abc"}]"#),
            "registry.token",
            "neither `token` nor `access_token`",
        ),
        (
            "a number",
            || answer("200 OK", "", br#"{"token":1}"#),
            "registry.token",
            "neither `token` nor `access_token`",
        ),
        ("deep", || answer("200 OK", "", "[".repeat(50_000).as_bytes()), "registry.token", "could not be read"),
        (
            "in other letters",
            || answer("200 OK", "", "{\"token\":\"аbc\"}".as_bytes()),
            "registry.token",
            "it is not one word",
        ),
        ("compressed", || answer("200 OK", "Content-Encoding: gzip\r\n", b"abc"), "registry.compressed", "`gzip`"),
        ("of no use", || answer("200 OK", "", br#"{"token":"other"}"#), "registry.denied", "refused access"),
    ];
    for (name, token, code, message) in rows {
        let token = *token;
        let server = with_token(token);
        let error = Client::new(options_for(code)).pull(&server.reference(), PLUGIN).expect_err(name);
        assert_eq!(error.code(), *code, "{name}: {error}");
        assert!(error.to_string().contains(message), "{name}: {error}");
        assert!(server.asked().len() <= 4, "{name}: asked {} times", server.asked().len());
    }
}

#[test]
fn a_realm_that_the_operator_names_is_asked() {
    let giver = Server::start(|_| answer("200 OK", "", br#"{"token":"abc"}"#));
    let artifact = plugin(b"behind a token");
    let realm = format!("http://{}/token", giver.address);
    let server = Server::start(move |asked| {
        if asked.head.to_lowercase().contains("authorization: bearer abc\r\n") {
            return well_behaved(&artifact, asked);
        }
        answer("401 Unauthorized", &format!("WWW-Authenticate: Bearer realm=\"{realm}\"\r\n"), b"")
    });
    let token_realms = BTreeMap::from([(server.address.to_string(), vec![giver.address.ip().to_string()])]);
    let options = Options { token_realms, ..options() };
    Client::new(options).pull(&server.reference(), PLUGIN).expect("a plugin");
    assert_eq!(giver.asked().len(), 1);
}

/// What a server answers, whatever it is asked.
type Answers = fn() -> Vec<Part>;

#[test]
fn an_operation_ends_when_its_time_is_over() {
    /// Never silent for long, and never done.
    const PAUSE: Duration = Duration::from_millis(20);
    let rows: &[(&str, Answers)] = &[
        ("silence", || vec![Part::Silence]),
        ("a head, byte by byte", || vec![Part::Slowly(b"HTTP/1.1 200 OK\r\nX-A: b".repeat(1000), PAUSE)]),
        ("a body, byte by byte", || {
            let headers = "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n";
            [unbounded("200 OK", headers), vec![Part::Slowly(vec![b' '; 100_000], PAUSE)]].concat()
        }),
        ("chunks of a byte", || {
            let headers = "Transfer-Encoding: chunked\r\n";
            [unbounded("200 OK", headers), vec![Part::Slowly(b"1\r\n \r\n".repeat(10_000), PAUSE)]].concat()
        }),
        ("an error, byte by byte", || {
            [unbounded("500 Oops", ""), vec![Part::Slowly(vec![b' '; 50_000], PAUSE)]].concat()
        }),
    ];
    for (name, parts) in rows {
        let parts = *parts;
        let server = Server::start(move |_| parts());
        let options =
            Options { total: Duration::from_millis(300), idle: Duration::from_secs(60), ..Options::default() };
        let begun = Instant::now();
        let error = Client::new(options).pull(&server.reference(), PLUGIN).expect_err(name);
        assert_eq!(error.code(), "registry.deadline", "{name}: {error}");
        assert!(begun.elapsed() < LATE, "{name}: took {:?}", begun.elapsed());
    }
}

#[test]
fn nobody_is_there() {
    let address = Server::start(|_| vec![]).address;
    let reference = format!("oci://{address}/team/moved:1").parse().expect("a reference");
    let error = Client::new(options()).pull(&reference, PLUGIN).expect_err("nobody is there");
    assert_eq!(error.code(), "registry.connection", "{error}");
}

/// Uploads: where the registry wants them, and how that ends.
#[test]
fn what_is_pushed_goes_to_the_registry_only() {
    let rows = [
        ("http://OTHER/upload", "registry.redirect", "what is sent is sent to the registry only"),
        ("https://OTHER/upload", "registry.redirect", "what is sent is sent to the registry only"),
        ("https://169.254.169.254/upload", "registry.redirect", "what is sent is sent to the registry only"),
        ("", "registry.header", "`Location` cannot be used"),
        ("http://who:what@SELF/upload", "registry.redirect", "the address holds credentials"),
        ("file:///etc/passwd", "registry.redirect", "what is sent is sent to the registry only"),
        ("http://SELF@OTHER/upload", "registry.redirect", "what is sent is sent to the registry only"),
    ];
    for (target, code, message) in rows {
        let other = Server::start(|_| answer("201 Created", "", b""));
        let target = target.replace("OTHER", &other.address.to_string());
        let location = target.clone();
        let server = Server::start(move |asked| match asked.method.as_str() {
            "POST" => {
                let location = location.replace("SELF", &asked.address.to_string());
                answer("202 Accepted", &format!("Location: {location}\r\n"), b"")
            }
            _ => answer("404 Not Found", "", b""),
        });
        let error = Client::new(options()).push(&server.reference(), &plugin(b"sent")).expect_err(&target);
        assert_eq!(error.code(), code, "{target}: {error}");
        assert!(error.to_string().contains(message), "{target}: {error}");
        assert_eq!(other.asked().len(), 0, "{target}");
    }
}

/// Behind a proxy nobody knows how near a registry is: it is taken for one on the internet, and sends us no nearer.
#[test]
fn a_proxy_near_us_does_not_make_a_registry_near() {
    let inside = Server::start(|_| answer("200 OK", "", b""));
    let target = format!("https://{}/x", inside.address);
    let proxy = Server::start(move |asked| redirect(asked, &target));
    let folder = tempfile::tempdir().expect("a folder");
    let ended = Run::new(&["plugin", "pull", "oci://registry.example/team/moved:1", "--plain-http"])
        .within(folder.path())
        .environment(&[
            ("http_proxy", std::path::Path::new(&format!("http://{}", proxy.address))),
            ("no_proxy", std::path::Path::new("")),
            ("HOME", folder.path()),
        ])
        .run();
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("127.0.0.1, this machine, where a registry may not send us"), "{}", ended.stderr);
    assert!(proxy.asked()[0].head.starts_with("GET http://registry.example/v2/"), "{:?}", proxy.asked());
    assert_eq!(inside.asked().len(), 0);
}

/// What a registry does while it is sent something, the code that it ends with, and a part of the message.
type Push = (&'static str, fn(&Asked) -> Vec<Part>, &'static str, &'static str);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of rows")]
fn a_push_to_a_hostile_registry_ends_soon() {
    /// Takes a blob, as a registry does.
    fn takes(asked: &Asked) -> Vec<Part> {
        match asked.method.as_str() {
            "POST" => answer("202 Accepted", "Location: /upload\r\n", b""),
            "PUT" => answer("201 Created", "", b""),
            _ => answer("404 Not Found", "", b""),
        }
    }
    let rows: &[Push] = &[
        ("takes it", takes, "", ""),
        ("has everything already", |_| answer("200 OK", "", b""), "", ""),
        (
            "took another manifest",
            |asked| match (asked.method.as_str(), asked.path.contains("/manifests/")) {
                ("PUT", true) => {
                    let other = format!("Docker-Content-Digest: sha256:{}\r\n", "0".repeat(64));
                    answer("201 Created", &other, b"")
                }
                _ => takes(asked),
            },
            "artifact.digest",
            "the manifest has the digest sha256:0000",
        ),
        (
            "sends the manifest elsewhere",
            |asked| match (asked.method.as_str(), asked.path.contains("/manifests/")) {
                ("PUT", true) => answer("307 Temporary Redirect", "Location: https://elsewhere.example/\r\n", b""),
                _ => takes(asked),
            },
            "registry.redirect",
            "what is sent is sent to the registry only",
        ),
        (
            "sends a blob in circles",
            |asked| match asked.method.as_str() {
                "PUT" => answer("308 Permanent Redirect", "Location: /upload\r\n", b""),
                _ => takes(asked),
            },
            "registry.redirect",
            "what is sent is sent to the registry only",
        ),
        (
            "answers without end that it has nothing",
            |_| [unbounded("404 Not Found", ""), vec![Part::Endless(vec![b' '; 1 << 16])]].concat(),
            "registry.not-found",
            "the registry has no such artifact",
        ),
        (
            "wants a password each time",
            |_| answer("401 Unauthorized", "WWW-Authenticate: Basic realm=\"a\"\r\n", b""),
            "registry.denied",
            "the registry refused access",
        ),
        ("says nothing", |_| vec![Part::Silence], "registry.idle", "nothing came for"),
        (
            "takes a blob and says nothing more",
            |asked| match asked.method.as_str() {
                "PUT" => vec![Part::Silence],
                _ => takes(asked),
            },
            "registry.deadline",
            "it was not done within",
        ),
    ];
    for (name, answers, code, message) in rows {
        let server = Server::start(*answers);
        let begun = Instant::now();
        let pushed = Client::new(options_for(code)).push(&server.reference(), &plugin(b"sent"));
        assert!(begun.elapsed() < LATE, "{name}: took {:?}", begun.elapsed());
        assert!(server.asked().len() < 12, "{name}: asked {} times", server.asked().len());
        match pushed {
            Ok(()) => assert_eq!(*code, "", "{name}"),
            Err(error) => {
                assert_eq!(error.code(), *code, "{name}: {error}");
                assert!(error.to_string().contains(message), "{name}: {error}");
            }
        }
    }
}
