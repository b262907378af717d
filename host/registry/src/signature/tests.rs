//! Are statements what cosign writes, side by side?

use super::*;
use crate::keys::Algorithm;

fn payload() -> Payload {
    Payload { name: "registry.example/team/house-rules".to_owned(), manifest: Digest::of(b"a manifest") }
}

#[test]
fn a_statement_is_as_cosign_writes_it() {
    let expected = format!(
        r#"{{"critical":{{"identity":{{"docker-reference":"registry.example/team/house-rules"}},"image":{{"docker-manifest-digest":"{}"}},"type":"cosign container image signature"}},"optional":null}}"#,
        Digest::of(b"a manifest")
    );
    assert_eq!(String::from_utf8(payload().to_json()).expect("UTF-8"), expected);
    let row = |change: (&str, &str)| expected.replace(change.0, change.1);
    let rows = [
        (expected.clone(), Some("registry.example/team/house-rules")),
        (row((r#""optional":null"#, r#""optional":{"creator":"someone"}"#)), Some("registry.example/team/house-rules")),
        (row((r#","optional":null"#, "")), Some("registry.example/team/house-rules")),
        (row(("house-rules\"", "house-rules:1.0\"")), Some("registry.example/team/house-rules")),
        (row(("registry.example/team", "localhost:5000")), Some("localhost:5000/house-rules")),
        (row(("registry.example/team", "index.docker.io/library")), Some("docker.io/library/house-rules")),
        (row(("cosign container", "atomic container")), None),
        (row((r#""type""#, r#""more":1,"type""#)), None),
        (row(("sha256:", "sha512:")), None),
        (row((r#""critical""#, r#""critical":{},"critical""#)), None),
        (String::new(), None),
        ("null".to_owned(), None),
    ];
    for (text, name) in rows {
        let found = Payload::read(text.as_bytes());
        assert_eq!(found.as_ref().ok().map(|payload| payload.name.as_str()), name, "{text}");
        assert!(found.is_ok() || found.is_err_and(|error| error.code() == "signature.invalid"), "{text}");
    }
}

#[test]
fn signatures_stand_side_by_side() {
    let keys =
        [Algorithm::EcdsaP256, Algorithm::Ed25519].map(|algorithm| SecretKey::generate(algorithm).expect("a key"));
    let made = keys.each_ref().map(|key| Signature::make(&payload(), key).expect("a signature"));
    let first = append(None, &made[0]).expect("an artifact");
    let both = append(Some(&first), &made[1]).expect("an artifact");
    assert_eq!(append(Some(&both), &made[0]).expect("the same"), both);
    let blobs = both.blobs().map(|(_, bytes)| bytes.to_vec()).collect();
    let again = Artifact::from_parts(Form::Signatures, both.manifest_bytes().to_vec(), blobs).expect("what was made");
    let found: Vec<Signature> = read(&again).into_iter().map(|found| found.expect("a signature")).collect();
    assert_eq!(found, made);
    for (signature, (key, other)) in found.iter().zip([(&keys[0], &keys[1]), (&keys[1], &keys[0])]) {
        assert!(signature.is_by(key.public()) && !signature.is_by(other.public()));
    }
    let tag = tag(Digest::of(b"a manifest"));
    assert!(tag.starts_with("sha256-") && tag.ends_with(".sig") && tag.len() == 75, "{tag}");
}

#[test]
fn layers_that_are_no_signatures_are_said_to_be_none() {
    let layer = |annotation: Option<&str>| {
        let annotations = annotation.map(|text| (SIGNATURE.to_owned(), text.to_owned()));
        (payload().to_json(), annotations.into_iter().collect::<BTreeMap<_, _>>())
    };
    let layers = vec![layer(None), layer(Some("not base64!")), layer(Some("AAAA"))];
    let artifact = Artifact::build(Form::Signatures, b"{}".to_vec(), layers, BTreeMap::new()).expect("an artifact");
    let found: Vec<Option<String>> = read(&artifact).into_iter().map(|found| Some(found.err()?.to_string())).collect();
    let expected = [Some("its layer has no signature"), Some("it is not base64"), None];
    assert_eq!(found, expected.map(|text| text.map(str::to_owned)));
}
