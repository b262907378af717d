//! Which texts are references?

use super::*;

fn digest() -> String {
    Digest::of(b"").to_string()
}

#[test]
fn what_is_written_is_read_again() {
    let digest = digest();
    let rows = [
        ("oci://registry.example/team/plugin:1.0", "registry.example", "team/plugin", Some("1.0"), false),
        ("oci://localhost:5000/plugin", "localhost:5000", "plugin", None, false),
        ("oci://[::1]:5000/a/b__c/d-e--f.g:latest", "[::1]:5000", "a/b__c/d-e--f.g", Some("latest"), false),
        ("oci://docker.io/library/a:1", "docker.io", "library/a", Some("1"), false),
        (&format!("oci://127.0.0.1/a@{digest}"), "127.0.0.1", "a", None, true),
        (&format!("oci://registry.example/a:v1@{digest}"), "registry.example", "a", Some("v1"), true),
    ];
    for (text, registry, repository, tag, has_digest) in rows {
        let reference: Reference = text.parse().expect(text);
        assert_eq!(reference.registry, registry, "{text}");
        assert_eq!(reference.repository, repository, "{text}");
        assert_eq!(reference.tag.as_deref(), tag, "{text}");
        assert_eq!(reference.digest.is_some(), has_digest, "{text}");
        assert_eq!(reference.to_string(), text);
    }
    let upper: Reference = "oci://Registry.Example/plugin:1.0".parse().expect("a host in any case");
    assert_eq!(upper.tagged_name().as_deref(), Some("registry.example/plugin:1.0"));
}

#[test]
fn what_is_not_a_reference_is_refused() {
    let long = format!("oci://registry.example/{}", "a".repeat(300));
    let long_tag = format!("oci://registry.example/a:{}", "a".repeat(129));
    let rows = [
        ("registry.example/plugin:1.0", "reference.syntax"),
        ("https://registry.example/plugin:1.0", "reference.syntax"),
        ("oci://plugin:1.0", "reference.syntax"),
        ("oci:///plugin", "reference.syntax"),
        ("oci://user:word@registry.example/plugin", "reference.digest"),
        ("oci://registry.example/", "reference.syntax"),
        ("oci://registry.example/Plugin", "reference.syntax"),
        ("oci://registry.example/../plugin", "reference.syntax"),
        ("oci://registry.example/a//b", "reference.syntax"),
        ("oci://registry.example/a/./b", "reference.syntax"),
        ("oci://registry.example/-a", "reference.syntax"),
        ("oci://registry.example/a...b", "reference.syntax"),
        ("oci://registry.example/a%2f..%2fb", "reference.syntax"),
        ("oci://registry.example/a?b", "reference.syntax"),
        ("oci://registry.example:0/a", "reference.syntax"),
        ("oci://registry.example:65536/a", "reference.syntax"),
        ("oci://registry.example:+80/a", "reference.syntax"),
        ("oci://registry..example/a", "reference.syntax"),
        ("oci://-registry.example/a", "reference.syntax"),
        ("oci://[::g]/a", "reference.syntax"),
        ("oci://regi\u{0455}try.example/a", "reference.syntax"),
        // One registry has one name.
        ("oci://registry.example:443/a", "reference.syntax"),
        ("oci://registry.example:05000/a", "reference.syntax"),
        ("oci://registry.example./a", "reference.syntax"),
        ("oci://registry.example:/a", "reference.syntax"),
        ("oci://[0:0:0:0:0:0:0:1]:5000/a", "reference.syntax"),
        ("oci://[::ffff:127.0.0.1]/a", "reference.syntax"),
        ("oci://[::1%eth0]/a", "reference.syntax"),
        ("oci://[::1]x/a", "reference.syntax"),
        ("oci://127.1/a", "reference.syntax"),
        ("oci://2130706433/a", "reference.syntax"),
        ("oci://0x7f000001/a", "reference.syntax"),
        ("oci://0177.0.0.1/a", "reference.syntax"),
        ("oci://127.0.0.256/a", "reference.syntax"),
        ("oci://xn--a/a", "reference.syntax"),
        ("oci://docker.io/plugin:1", "reference.syntax"),
        ("oci://index.docker.io/library/plugin:1", "reference.syntax"),
        ("oci://registry-1.docker.io/library/plugin:1", "reference.syntax"),
        ("oci://registry.example\u{3002}com/a", "reference.syntax"),
        ("oci://registry.example/a@", "reference.digest"),
        ("oci://registry.example/a@sha256:0@sha256:0", "reference.digest"),
        ("oci://registry.example/a:", "reference.tag"),
        ("oci://registry.example/a:.b", "reference.tag"),
        ("oci://registry.example/a:b/c", "reference.tag"),
        ("oci://registry.example/a:b:c", "reference.tag"),
        ("oci://registry.example/a@sha256:abc", "reference.digest"),
        ("oci://registry.example/a@sha512:abc", "reference.digest"),
        (&long, "reference.syntax"),
        (&long_tag, "reference.tag"),
    ];
    for (text, code) in rows {
        let error = text.parse::<Reference>().expect_err(text);
        assert_eq!(error.code(), code, "{text}: {error}");
    }
}

#[test]
fn a_repository_alone_names_no_artifact() {
    let repository: Reference = "oci://registry.example/plugin".parse().expect("a repository");
    assert_eq!(repository.wanted().expect_err("neither tag nor digest").code(), "reference.incomplete");
    assert_eq!(repository.with_tag("1.0").expect("a tag").wanted().expect("a tag"), "1.0");
    let digest = Digest::of(b"");
    assert_eq!(repository.with_digest(digest).wanted().expect("a digest"), digest.to_string());
    assert_eq!(repository.with_tag("../1").expect_err("no tag").code(), "reference.tag");
}
