//! Is a lock read as it was written, and is every fault of one said?

use super::*;

const A: &str = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const B: &str = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn sample() -> Lock {
    let digest = |text: &str| text.parse::<Digest>().expect("a digest");
    let identity = |version: &str| Identity {
        id: "house-rules".to_owned(),
        version: version.to_owned(),
        contract: "architrave:plugin@0.1.0".to_owned(),
    };
    let signed = Locked {
        identity: identity("1.2.0"),
        manifest: Some(digest(A)),
        component: digest(B),
        size_bytes: 1234,
        signers: BTreeSet::from([digest(B), digest(A)]),
    };
    let file = Locked { manifest: None, signers: BTreeSet::new(), identity: identity("1.3.0-rc.1"), ..signed.clone() };
    let plugins = [
        ("plugins/\"odd\".wasm".to_owned(), file),
        ("oci://registry.example/team/house-rules:1.2.0".to_owned(), signed),
    ];
    Lock { path: None, plugins: BTreeMap::from(plugins) }
}

#[test]
fn what_is_written_is_read_again() {
    let lock = sample();
    let text = lock.to_toml();
    assert_eq!(Lock::parse(&text, "architrave.lock").expect("what was written"), lock, "{text}");
    assert_eq!(Lock::parse(&Lock::default().to_toml(), "architrave.lock").expect("an empty one"), Lock::default());
    let expected = [
        "version = 1",
        "",
        "[[plugin]]",
        "source = \"oci://registry.example/team/house-rules:1.2.0\"",
        "id = \"house-rules\"",
        "version = \"1.2.0\"",
        "contract = \"architrave:plugin@0.1.0\"",
        &format!("manifest = \"{A}\""),
        &format!("component = \"{B}\""),
        "size_bytes = 1234",
        &format!("signers = [\"{A}\", \"{B}\"]"),
        "",
        "[[plugin]]",
        "source = 'plugins/\"odd\".wasm'",
    ];
    assert_eq!(text.lines().take(expected.len()).collect::<Vec<_>>(), expected);
}

/// A text, and its problems with line and column.
type Row = (String, Vec<(&'static str, u32, u32)>);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of rows")]
fn everything_that_is_wrong_is_said_at_once() {
    let entry = |lines: &str| format!("version = 1\n[[plugin]]\n{lines}");
    let whole = format!("id = \"a\"\nversion = \"1.0.0\"\ncontract = \"c\"\ncomponent = \"{A}\"\nsize_bytes = 1\n");
    let whole = |signers: &str| format!("{whole}{signers}");
    let (bare, whole) = (whole(""), whole("signers = []\n"));
    let rows: Vec<Row> = vec![
        (String::new(), vec![("it has no `version = 1`", 1, 1)]),
        ("version = 2".to_owned(), vec![("its version is 2, known is 1", 1, 11)]),
        ("version = \"1\"".to_owned(), vec![("`version` of the lock is not a whole number", 1, 11)]),
        ("version = 1\nplugin = 3".to_owned(), vec![("`plugin` of the lock is not a list of tables", 2, 10)]),
        (
            entry(&format!("source = \"a.wasm\"\nsigner = []\n{whole}")),
            vec![(
                "plugin 1 has the unknown key `signer`, known are `source`, `id`, `version`, `contract`, `manifest` and 3 more",
                4,
                1,
            )],
        ),
        (
            entry(&format!("source = \"oci://Registry.example/a:1\"\nmanifest = \"{A}\"\n{whole}")),
            vec![("`oci://Registry.example/a:1` is written `oci://registry.example/a:1`", 3, 10)],
        ),
        (
            entry(&format!("source = \"oci://registry.example/a:1\"\n{whole}")),
            vec![("plugin 1 has no `manifest`", 2, 1)],
        ),
        (
            entry(&format!("source = \"a.wasm\"\nmanifest = \"{A}\"\n{whole}")),
            vec![("`a.wasm` is in no registry, but has a `manifest`", 2, 1)],
        ),
        (
            entry(&format!("source = \"a\"\n{whole}[[plugin]]\nsource = \"a\"\n{whole}")),
            vec![("`a` is locked twice", 11, 10)],
        ),
        (
            entry(&format!("source = \"a\"\nsigners = [\"{A}\", \"{A}\", 3]\n{bare}")),
            vec![
                (
                    "the signer sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa is named twice",
                    4,
                    87,
                ),
                ("`signers` of plugin 1 holds what is not a text", 4, 162),
            ],
        ),
        (
            entry("source = \"oci://a\"\nid = 1\nversion = \"1.0.0\"\ncontract = \"c\"\ncomponent = \"sha256:0\"\n"),
            vec![
                ("plugin 1 has no `size_bytes`", 2, 1),
                ("plugin 1 has no `signers`", 2, 1),
                ("plugin 1 has no `manifest`", 2, 1),
                ("`oci://a` is not a reference: it names no repository", 3, 10),
                ("`id` of plugin 1 is not a text", 4, 6),
                ("`sha256:0` is not a digest of the form `sha256:` and 64 lower-case hexadecimal digits", 7, 13),
            ],
        ),
    ];
    for (text, expected) in rows {
        let problems = Lock::parse(&text, "architrave.lock").expect_err(&text);
        let found: Vec<(&str, u32, u32)> = problems
            .iter()
            .map(|problem| {
                let at = problem.location.as_ref().expect("a place");
                let message = problem.message.strip_prefix("cannot use `architrave.lock`: ").expect(&problem.message);
                (message, at.line.expect("a line"), at.column.expect("a column"))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
        assert!(problems.iter().all(|problem| problem.code == "lock.invalid"));
    }
    let text = sample().to_toml();
    let twice = text.replacen("component = ", &format!("component = \"{A}\"\ncomponent = "), 1);
    let inline = "version = 1\nplugin = [{ source = \"a\", source = \"b\" }]";
    let newer = text.replacen("version = 1", "version = 18446744073709551616", 1);
    let short = "version = ";
    for text in [short, "version = 1\n[[plugin]", "version = 1\n version = 1", "\u{0}", &twice, inline, &newer] {
        assert!(Lock::parse(text, "architrave.lock").is_err(), "{text}");
    }
    // As an editor on another system leaves it.
    for text in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text.trim_end().to_owned()] {
        assert_eq!(Lock::parse(&text, "architrave.lock").expect(&text), sample());
    }
}

#[test]
fn what_was_locked_is_held_in_every_part() {
    let locked = sample().plugins.values().next().expect("one").clone();
    assert_eq!(locked.check(&locked), Ok(()));
    let other = Digest::of(b"other");
    let identity = |change: fn(&mut Identity)| {
        let mut identity = locked.identity.clone();
        change(&mut identity);
        Locked { identity, ..locked.clone() }
    };
    let rows = [
        (Locked { manifest: Some(other), ..locked.clone() }, "lock.digest"),
        (Locked { manifest: None, ..locked.clone() }, "lock.differs"),
        (Locked { component: other, ..locked.clone() }, "lock.digest"),
        (Locked { size_bytes: 1, ..locked.clone() }, "lock.differs"),
        (identity(|identity| identity.id.push('x')), "lock.differs"),
        (identity(|identity| identity.version.push('x')), "lock.differs"),
        (identity(|identity| identity.contract.push('x')), "lock.differs"),
    ];
    for (found, code) in rows {
        assert_eq!(locked.check(&found).expect_err("another").code(), code, "{found:?}");
    }
}

#[test]
fn changes_are_told_old_to_new() {
    let old = sample();
    assert_eq!(changes(&old, &old), []);
    let mut new = old.clone();
    new.plugins.remove("plugins/\"odd\".wasm");
    let moved = new.plugins.values_mut().next().expect("one");
    moved.identity.version = "1.10.0".to_owned();
    moved.size_bytes = 99;
    moved.signers.clear();
    let told: Vec<String> = changes(&old, &new).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            format!(
                "changed oci://registry.example/team/house-rules:1.2.0\n  version    1.2.0 → 1.10.0\n  size       1234 bytes → \
                 99 bytes\n  signers    {A}, {B} → none\n"
            ),
            "removed plugins/\"odd\".wasm\n".to_owned(),
        ]
    );
    let entry = |lock: &Lock| lock.plugins.values().next().expect("one").clone();
    let (old, new) = (entry(&old), entry(&new));
    assert!(old.goes_back_from(&new) && !new.goes_back_from(&old) && !old.goes_back_from(&old));
}
