//! What does a registry want to see? Its challenge: a name and a password, or a token from somewhere.

use std::iter::Peekable;
use std::str::Chars;

use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};

/// What a registry wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Challenge {
    /// Name and password.
    Basic,
    /// A token.
    Bearer {
        /// Who gives it.
        realm: String,
        /// For whom it is.
        service: Option<String>,
    },
}

impl Challenge {
    /// The first that we can meet, tokens before passwords; `None` where there is none.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let texts = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
        let all: Vec<Self> = texts.flat_map(read).collect();
        let bearer = all.iter().find(|challenge| **challenge != Self::Basic);
        bearer.or_else(|| all.first()).cloned()
    }
}

/// The challenges of one header, as RFC 9110 writes them: a scheme, then parameters with commas between.
fn read(text: &str) -> Vec<Challenge> {
    let mut challenges = Vec::new();
    let mut scheme = String::new();
    let mut parameters: Vec<(String, String)> = Vec::new();
    let mut rest = text.chars().peekable();
    loop {
        skip(&mut rest, |character| character == ',' || character.is_whitespace());
        let word = take(&mut rest, |character| !matches!(character, '=' | ',') && !character.is_whitespace());
        if rest.next_if_eq(&'=').is_some() {
            let value = value(&mut rest);
            parameters.push((word.to_ascii_lowercase(), value));
            continue;
        }
        challenges.extend(challenge(&scheme, &parameters));
        parameters.clear();
        if word.is_empty() {
            return challenges;
        }
        scheme = word;
    }
}

fn challenge(scheme: &str, parameters: &[(String, String)]) -> Option<Challenge> {
    let parameter = |name: &str| {
        let found = parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone())
    };
    if scheme.eq_ignore_ascii_case("basic") {
        return Some(Challenge::Basic);
    }
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(Challenge::Bearer { realm: parameter("realm")?, service: parameter("service") });
    }
    None
}

/// A quoted string, or a plain word.
fn value(rest: &mut Peekable<Chars<'_>>) -> String {
    if rest.next_if_eq(&'"').is_none() {
        return take(rest, |character| character != ',' && !character.is_whitespace());
    }
    let mut value = String::new();
    while let Some(character) = rest.next() {
        match character {
            '"' => break,
            '\\' => value.extend(rest.next()),
            _ => value.push(character),
        }
    }
    value
}

fn take(rest: &mut Peekable<Chars<'_>>, wanted: impl Fn(char) -> bool) -> String {
    let mut taken = String::new();
    while let Some(character) = rest.next_if(|character| wanted(*character)) {
        taken.push(character);
    }
    taken
}

fn skip(rest: &mut Peekable<Chars<'_>>, unwanted: impl Fn(char) -> bool) {
    while rest.next_if(|character| unwanted(*character)).is_some() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_read() {
        let bearer = |realm: &str, service: Option<&str>| Challenge::Bearer {
            realm: realm.to_owned(),
            service: service.map(str::to_owned),
        };
        let rows = [
            (
                r#"Bearer realm="https://a/token",service="a",scope="x:y:pull,push""#,
                vec![bearer("https://a/token", Some("a"))],
            ),
            (r#"bearer service=a , realm=https://a/token"#, vec![bearer("https://a/token", Some("a"))]),
            (r#"Basic realm="a, b", Bearer realm="c\"d""#, vec![Challenge::Basic, bearer("c\"d", None)]),
            ("Basic", vec![Challenge::Basic]),
            ("Bearer", vec![]),
            ("Negotiate abc", vec![]),
            (r#"Bearer realm="never closed"#, vec![bearer("never closed", None)]),
            ("=,=,\"\\", vec![]),
            ("", vec![]),
        ];
        for (text, challenges) in rows {
            assert_eq!(read(text), challenges, "{text}");
        }
    }
}
