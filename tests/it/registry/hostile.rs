//! What can a registry do to us? A clear error in bounded time and memory, and nothing else. One row per attack.

mod answers;
mod attacks;
mod elsewhere;
mod signatures;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use architrave_registry::{Artifact, Client, Credentials, Error, Options, Reference, Store};

use super::{
    PLUGIN, plugin,
    server::{Asked, Part, Server, well_behaved},
};

/// No attack may take longer, on a busy machine.
const LATE: Duration = Duration::from_secs(20);

/// What a server gets rid of, at most: what we read, and what the system holds between us.
const SENT_MAX: u64 = 24 << 20;

/// Patient enough for a busy machine.
fn options() -> Options {
    Options { idle: Duration::from_secs(10), total: Duration::from_secs(15), ..Options::default() }
}

/// For what ends with this code: shorter than anybody would want where someone is silent, who is found out soon.
fn options_for(code: &str) -> Options {
    match code {
        "registry.idle" => Options { idle: Duration::from_millis(400), ..options() },
        "registry.deadline" => Options { total: Duration::from_millis(900), ..options() },
        _ => options(),
    }
}

/// A login for a server, in a file of Docker's form.
fn login(server: &Server, folder: &std::path::Path) -> Credentials {
    let path = folder.join("config.json");
    // Name `who`, password `tiger`.
    let text = format!(r#"{{"auths":{{"{}":{{"auth":"d2hvOnRpZ2Vy"}}}}}}"#, server.address);
    std::fs::write(&path, text).expect("a file");
    Credentials::in_files(vec![path])
}

/// Whether a request shows the login.
fn shows_login(asked: &Asked) -> bool {
    asked.head.contains("d2hvOnRpZ2Vy") || asked.head.contains("tiger")
}

/// Fetches into a store, as everything that uses a plugin does.
fn fetch(options: Options, reference: &Reference, store: &Store) -> Result<Artifact, Error> {
    let artifact = Client::new(options).pull(reference, PLUGIN)?;
    store.put(&artifact, reference.tagged_name().as_deref())?;
    Ok(artifact)
}

/// An attack: what the server answers instead of behaving well, and how that ends.
struct Attack {
    name: &'static str,
    answers: fn(&Artifact, &Asked) -> Option<Vec<Part>>,
    code: &'static str,
    message: &'static str,
}

#[test]
fn what_a_registry_may_not_do_is_an_error_and_nothing_is_kept() {
    for attack in attacks::ALL.iter().chain(answers::ALL) {
        check(attack);
    }
}

#[track_caller]
fn check(attack: &Attack) {
    let name = attack.name;
    let artifact = Arc::new(plugin(b"as pushed"));
    let server = {
        let (artifact, answers) = (Arc::clone(&artifact), attack.answers);
        Server::start(move |asked| answers(&artifact, asked).unwrap_or_else(|| well_behaved(&artifact, asked)))
    };
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path()).expect("a layout");
    let begun = Instant::now();
    let result = fetch(options_for(attack.code), &server.reference(), &store);
    let taken = begun.elapsed();
    assert!(taken < LATE, "{name}: took {taken:?}");
    assert!(server.sent() < SENT_MAX, "{name}: {} bytes were taken", server.sent());
    assert!(server.asked().len() < 12, "{name}: asked {} times", server.asked().len());
    match result {
        Ok(found) => assert_eq!((&found, attack.code), (&*artifact, ""), "{name}"),
        Err(error) => {
            let text = error.to_string();
            assert_eq!(error.code(), attack.code, "{name}: {text}");
            assert!(text.contains(attack.message), "{name}: no `{}` in: {text}", attack.message);
            let reference = server.reference();
            assert!(text.starts_with(&format!("cannot pull `{reference}`: ")), "{name}: {text}");
            assert!(text.chars().count() < 1200 && !text.contains(char::is_control), "{name}: {text}");
            assert_eq!(store.names().expect("names").len(), 0, "{name}");
            let kept = std::fs::read_dir(folder.path().join("blobs/sha256")).expect("blobs").count();
            assert_eq!(kept, 0, "{name}: something was kept");
        }
    }
}
