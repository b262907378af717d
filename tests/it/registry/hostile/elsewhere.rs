//! Where does a registry lead us, and what do we show there?

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use architrave_registry::{Client, Options, Store};

use super::{fetch, login, options, shows_login};
use crate::registry::{
    PLUGIN, plugin,
    server::{Asked, Part, Server, answer, unbounded, well_behaved},
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
        ("of no use", || answer("200 OK", "", br#"{"token":"other"}"#), "registry.denied", "refused access"),
    ];
    for (name, token, code, message) in rows {
        let token = *token;
        let server = with_token(token);
        let error = Client::new(options()).pull(&server.reference(), PLUGIN).expect_err(name);
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

#[test]
fn an_operation_ends_when_its_time_is_over() {
    let server = Server::start(|_| vec![Part::Silence]);
    let options = Options { total: Duration::from_millis(300), idle: Duration::from_secs(60), ..Options::default() };
    let error = Client::new(options).pull(&server.reference(), PLUGIN).expect_err("nobody answers");
    assert_eq!(error.code(), "registry.deadline", "{error}");
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
    ];
    for (target, code, message) in rows {
        let other = Server::start(|_| answer("201 Created", "", b""));
        let target = target.replace("OTHER", &other.address.to_string());
        let location = target.clone();
        let server = Server::start(move |asked| match asked.method.as_str() {
            "POST" => answer("202 Accepted", &format!("Location: {location}\r\n"), b""),
            _ => answer("404 Not Found", "", b""),
        });
        let error = Client::new(options()).push(&server.reference(), &plugin(b"sent")).expect_err(&target);
        assert_eq!(error.code(), code, "{target}: {error}");
        assert!(error.to_string().contains(message), "{target}: {error}");
        assert_eq!(other.asked().len(), 0, "{target}");
    }
}
