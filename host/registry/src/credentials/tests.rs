//! Are logins found where they are, and only there, and never shown?

use super::*;

fn file(json: &str) -> File {
    serde_json::from_str(json).expect(json)
}

fn password(user: &str, password: &str) -> Option<Secret> {
    Some(Secret::Password { user: user.to_owned(), password: password.to_owned() })
}

#[test]
fn logins_are_found_by_registry_and_by_nothing_less() {
    let entry = format!("{{\"auth\":\"{}\"}}", STANDARD.encode("who:what:else"));
    let found = password("who", "what:else");
    let rows = [
        ("registry.example", "registry.example", true),
        ("https://registry.example/v1/", "registry.example", true),
        ("registry.example:5000", "registry.example:5000", true),
        ("registry.example:5000", "registry.example", false),
        ("registry.example", "registry.example:5000", false),
        ("registry.example", "registry.example.evil", false),
        ("registry.example.evil", "registry.example", false),
        ("https://index.docker.io/v1/", "docker.io", true),
        ("https://index.docker.io/v1/", "registry.example", false),
    ];
    for (key, registry, matches) in rows {
        let file = file(&format!("{{\"auths\":{{\"{key}\":{entry}}}}}"));
        assert_eq!(file.find(registry), Ok(if matches { found.clone() } else { None }), "{key} for {registry}");
    }
}

#[test]
fn entries_have_several_forms() {
    let rows = [
        (r#"{"username":"who","password":"what"}"#, Ok(password("who", "what"))),
        (r#"{"identitytoken":"abc","auth":""}"#, Ok(Some(Secret::IdentityToken("abc".to_owned())))),
        ("{}", Ok(None)),
        (r#"{"auth":"!"}"#, Err("an `auth` is not a name and a password in base64".to_owned())),
        (r#"{"auth":"d2hv"}"#, Err("an `auth` is not a name and a password in base64".to_owned())),
    ];
    for (entry, expected) in rows {
        assert_eq!(file(&format!("{{\"auths\":{{\"a\":{entry}}}}}")).find("a"), expected, "{entry}");
    }
}

#[test]
fn no_secret_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.json");
    fs::write(&path, r#"{"auths":{"a":{"password":tiger}}}"#).expect("a file");
    let error = Credentials::in_files(vec![path]).find("a").expect_err("not JSON");
    assert_eq!(error.code(), "registry.credentials");
    assert!(!error.to_string().contains("tiger"), "{error}");
    assert!(!format!("{:?}", password("who", "tiger")).contains("tiger"));
    let helper = file(r#"{"credHelpers":{"a":"../evil"}}"#).find("a");
    assert_eq!(helper, Err("`../evil` is not the name of a credential helper".to_owned()));
}
