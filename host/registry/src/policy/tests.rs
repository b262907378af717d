//! Does each way to be refused say so by its own name?

use super::*;
use crate::{
    error::Error,
    keys::{Algorithm, SecretKey},
    refusal::Refusal,
    signature::{Payload, Signature},
};

const NAME: &str = "registry.example/team/house-rules";

/// Keys in files, and what is signed with them.
struct Scene {
    folder: tempfile::TempDir,
    keys: BTreeMap<&'static str, SecretKey>,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let named = ["alice", "bob", "carol", "mallory"].into_iter().zip([
            Algorithm::EcdsaP256,
            Algorithm::Ed25519,
            Algorithm::EcdsaP256,
            Algorithm::Ed25519,
        ]);
        let keys: BTreeMap<_, _> =
            named.map(|(name, algorithm)| (name, SecretKey::generate(algorithm).expect("a key"))).collect();
        for (name, key) in &keys {
            std::fs::write(folder.path().join(format!("{name}.pub")), key.public().to_pem()).expect("a file");
        }
        Self { folder, keys }
    }

    fn trust(&self, text: &str) -> Result<Trust, Vec<Diagnostic>> {
        let keys =
            "keys.alice = { file = \"alice.pub\" }\nkeys.bob.file = \"bob.pub\"\nkeys.carol.file = \"carol.pub\"\n";
        Trust::parse(&format!("{keys}{text}"), "trust.toml", self.folder.path())
    }

    fn sign(&self, key: &str, name: &str, manifest: &[u8]) -> Result<Signature, Error> {
        let payload = Payload { name: name.to_owned(), manifest: Digest::of(manifest) };
        Signature::make(&payload, &self.keys[key])
    }
}

fn decide(trust: &Trust, signatures: &[Result<Signature, Error>]) -> Decision {
    let subject = Subject {
        name: NAME,
        manifest: Digest::of(b"manifest"),
        component: Digest::of(b"component"),
        version: "1.2.0",
    };
    trust.decide(subject, signatures)
}

/// A trust, signatures, and what is decided: code and message.
type Row = (String, Vec<Result<Signature, Error>>, Result<(), (&'static str, String)>);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of rows")]
fn every_way_to_be_refused_has_its_own_code_and_message() {
    let scene = Scene::new();
    let good = |key: &str| scene.sign(key, NAME, b"manifest");
    let team = "prefix = \"registry.example/team\"";
    let alice = format!("[[rules]]\n{team}\nall_of = [\"alice\"]");
    let both = format!("[[rules]]\n{team}\nall_of = [\"alice\", \"bob\"]");
    let two = format!("[[rules]]\n{team}\nany_of = [\"alice\", \"bob\", \"carol\"]\nminimum = 2");
    let mirror = format!("[[rules]]\n{team}\nsigned_as = \"upstream.example/x\"\nall_of = [\"alice\"]");
    let (manifest, component, other) = (Digest::of(b"manifest"), Digest::of(b"component"), Digest::of(b"other"));
    let rows: Vec<Row> = vec![
        (alice.clone(), vec![good("alice")], Ok(())),
        (alice.clone(), vec![good("mallory"), good("alice")], Ok(())),
        (both.clone(), vec![good("bob"), good("alice")], Ok(())),
        (two.clone(), vec![good("carol"), good("bob")], Ok(())),
        (mirror.clone(), vec![scene.sign("alice", "upstream.example/x/house-rules", b"manifest")], Ok(())),
        ("unsigned = \"allow\"".to_owned(), vec![], Ok(())),
        (format!("[[rules]]\n{team}\nunsigned = \"allow\""), vec![], Ok(())),
        (format!("minimum_versions.\"{NAME}\" = \"1.2.0\"\n{alice}"), vec![good("alice")], Ok(())),
        (
            String::new(),
            vec![good("alice")],
            Err(("trust.no-rule", format!("no rule of the operator's trust is for `{NAME}`"))),
        ),
        (
            "[[rules]]\nprefix = \"registry.example/tea\"\nall_of = [\"alice\"]".to_owned(),
            vec![good("alice")],
            Err(("trust.no-rule", format!("no rule of the operator's trust is for `{NAME}`"))),
        ),
        (
            alice.clone(),
            vec![],
            Err(("trust.unsigned", "it is not signed, and `registry.example/team` asks for `alice`".to_owned())),
        ),
        (
            format!("unsigned = \"allow\"\n{alice}"),
            vec![],
            Err(("trust.unsigned", "it is not signed, and `registry.example/team` asks for `alice`".to_owned())),
        ),
        (
            alice.clone(),
            vec![good("mallory"), good("bob")],
            Err((
                "trust.wrong-signature",
                "none of its 2 signatures is of a key that `registry.example/team` names: `alice`".to_owned(),
            )),
        ),
        (
            alice.clone(),
            vec![good("mallory"), scene.sign("alice", NAME, b"other")],
            Err((
                "trust.other-artifact",
                format!("the key `alice` signed another artifact: {other}, this is {manifest}"),
            )),
        ),
        (
            alice.clone(),
            vec![scene.sign("alice", "registry.example/team-evil/house-rules", b"manifest")],
            Err((
                "trust.other-identity",
                format!("the key `alice` signed it as `registry.example/team-evil/house-rules`, not as `{NAME}`"),
            )),
        ),
        (
            mirror.clone(),
            vec![good("alice")],
            Err((
                "trust.other-identity",
                format!("the key `alice` signed it as `{NAME}`, not as `upstream.example/x/house-rules`"),
            )),
        ),
        (
            both,
            vec![good("alice"), good("alice")],
            Err((
                "trust.too-few",
                "it is signed by `alice`, and `registry.example/team` asks for `alice`, `bob`".to_owned(),
            )),
        ),
        (
            two.clone(),
            vec![good("carol"), good("carol"), scene.sign("bob", NAME, b"other")],
            Err((
                "trust.too-few",
                "it is signed by `carol`, and `registry.example/team` asks for 2 of `alice`, `bob`, `carol`".to_owned(),
            )),
        ),
        (
            format!("revoked = [\"{component}\"]\n{alice}"),
            vec![good("alice")],
            Err(("trust.revoked", format!("the operator revoked {component}"))),
        ),
        (
            format!("unsigned = \"allow\"\nrevoked = [\"{manifest}\"]"),
            vec![],
            Err(("trust.revoked", format!("the operator revoked {manifest}"))),
        ),
        (
            format!("minimum_versions.\"{NAME}\" = \"1.10.0\"\n{alice}"),
            vec![good("alice")],
            Err(("trust.downgraded", "its version is 1.2.0, the operator asks for 1.10.0 at least".to_owned())),
        ),
        (
            // A mirror goes no further back than what it mirrors.
            format!("minimum_versions.\"upstream.example/x/house-rules\" = \"1.10.0\"\n{mirror}"),
            vec![scene.sign("alice", "upstream.example/x/house-rules", b"manifest")],
            Err(("trust.downgraded", "its version is 1.2.0, the operator asks for 1.10.0 at least".to_owned())),
        ),
        (format!("minimum_versions.\"{NAME}\" = \"1.2.0-rc.1\"\n{alice}"), vec![good("alice")], Ok(())),
        (
            format!("minimum_versions.\"{NAME}\" = \"1.2.1-rc.1\"\n{alice}"),
            vec![good("alice")],
            Err(("trust.downgraded", "its version is 1.2.0, the operator asks for 1.2.1-rc.1 at least".to_owned())),
        ),
    ];
    for (text, signatures, expected) in rows {
        let trust = scene.trust(&text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
        let found = decide(&trust, &signatures).verdict.map_err(|refusal| (refusal.code(), refusal.to_string()));
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn the_longest_prefix_decides() {
    let scene = Scene::new();
    let text = "
        [[rules]]
        prefix = \"registry.example\"
        all_of = [\"alice\"]
        [[rules]]
        prefix = \"registry.example/team/house-rules\"
        all_of = [\"carol\"]
        [[rules]]
        prefix = \"registry.example/team\"
        all_of = [\"bob\"]";
    let trust = scene.trust(text).expect("trust");
    let rows = [
        ("registry.example/a", Some("registry.example")),
        ("registry.example/team-evil/house-rules", Some("registry.example")),
        ("registry.example/team/other", Some("registry.example/team")),
        ("registry.example/team/house-rules", Some("registry.example/team/house-rules")),
        ("registry.example/team/house-rules/more", Some("registry.example/team/house-rules")),
        ("registry.example/team/house-rules-2", Some("registry.example/team")),
        ("registry.example:5000/team", None),
        ("registry.example.evil/team", None),
    ];
    for (name, prefix) in rows {
        assert_eq!(trust.rule(name).map(|(prefix, _)| prefix), prefix, "{name}");
    }
    let decided = decide(&trust, &[scene.sign("alice", NAME, b"manifest"), scene.sign("bob", NAME, b"manifest")]);
    assert_eq!(decided.verdict.expect_err("another key").code(), "trust.wrong-signature");
}

#[test]
fn a_bit_turned_anywhere_is_refused() {
    let scene = Scene::new();
    let trust = scene.trust("[[rules]]\nprefix = \"registry.example\"\nany_of = [\"alice\", \"bob\"]").expect("trust");
    for key in ["alice", "bob"] {
        let good = scene.sign(key, NAME, b"manifest").expect("a signature");
        assert_eq!(decide(&trust, &[Ok(good.clone())]).verdict, Ok(()));
        for bit in 0..good.payload().len() * 8 {
            let mut payload = good.payload().to_vec();
            payload[bit / 8] ^= 1 << (bit % 8);
            let turned = Signature::from_parts(payload, good.bytes().to_vec());
            let refusal = decide(&trust, &[Ok(turned)]).verdict.expect_err("turned");
            assert_eq!(refusal.code(), "trust.wrong-signature", "bit {bit} of the payload");
        }
        for bit in 0..good.bytes().len() * 8 {
            let mut bytes = good.bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let turned = Signature::from_parts(good.payload().to_vec(), bytes);
            assert!(matches!(decide(&trust, &[Ok(turned)]).verdict, Err(Refusal::WrongSignature { .. })), "bit {bit}");
        }
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let scene = Scene::new();
    let alice = scene.keys["alice"].public().id();
    let rows: Vec<(String, Vec<&str>)> = vec![
        ("unsinged = 1".to_owned(), vec!["the file has the unknown key `unsinged`, known are `unsigned`, `keys`, `rules`, `revoked`, `minimum_versions`"]),
        ("unsigned = \"yes\"".to_owned(), vec!["`unsigned` is `yes`, it can be `allow` or `refuse`"]),
        ("revoked = [\"sha256:0\"]".to_owned(), vec!["`sha256:0` is not a digest of the form `sha256:` and 64 lower-case hexadecimal digits"]),
        ("keys.again.file = \"alice.pub\"".to_owned(), vec!["`alice` and `again` are the same key"]),
        (format!("keys.dave = {{ file = \"mallory.pub\", id = \"{alice}\" }}"), vec!["the key in `mallory.pub` has the id "]),
        ("keys.dave.file = \"dave.pub\"\nkeys.eve = {}".to_owned(), vec!["cannot use the key `", "`[eve]` has no `file`"]),
        ("[[rules]]\nprefix = \"registry.example/\"\nall_of = [\"alice\"]".to_owned(), vec!["`registry.example/` is not a registry and names of repositories, such as `registry.example/team`"]),
        ("[[rules]]\nprefix = \"oci://registry.example\"\nall_of = [\"alice\"]".to_owned(), vec!["`oci://registry.example` is not a registry"]),
        ("[[rules]]\nprefix = \"registry.example\"".to_owned(), vec!["rule 1 asks for no key: it has neither `all_of` nor `any_of`"]),
        ("[[rules]]\nprefix = \"a.b\"\nall_of = [\"alice\"]\nunsigned = \"allow\"".to_owned(), vec!["rule 1 has keys, and `unsigned = \"allow\"`"]),
        (
            "[[rules]]\nprefix = \"a.b\"\nany_of = [\"alice\", \"alice\", \"dave\"]\nminimum = 0\n[[rules]]\nprefix = \"a.b\"\nany_of = [\"bob\"]\nminimum = 2".to_owned(),
            vec![
                "`any_of` names `alice` twice",
                "there is no key `dave`, known are `alice`, `bob`, `carol`",
                "`minimum` is 0, and `any_of` names 2 keys",
                "there are two rules for `a.b`",
                "`minimum` is 2, and `any_of` names 1 keys",
            ],
        ),
        ("minimum_versions.\"a.b/c\" = \"1\"".to_owned(), vec!["`1` is not a version such as `1.2.0`"]),
    ];
    for (text, expected) in rows {
        let problems = scene.trust(&text).expect_err(&text);
        let found: Vec<&str> =
            problems.iter().filter_map(|problem| problem.message.strip_prefix("cannot use `trust.toml`: ")).collect();
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{text}: {found}");
        }
        assert!(problems.iter().all(|problem| problem.location.is_some() && problem.code == "trust.invalid"), "{text}");
    }
}
