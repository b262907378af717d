//! Files, folders, standard input; sizes and encodings.

use std::{fs, io, path::PathBuf};

use architrave::source::{self, Input, Inputs};

use super::{codes, inputs, only, own, questions, read};

const PAGE: &str = r#"{"LensAlias": "l", "AnswerSummaries": [{"QuestionId": "q", "PillarId": "p", "Risk": "HIGH"}]}"#;

fn names(inputs: &Inputs) -> Vec<String> {
    let name = |input: &Input| input.name.as_deref().unwrap_or("none").rsplit('/').next().unwrap().to_owned();
    inputs.texts().iter().map(name).collect()
}

#[test]
fn folders() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["b.json", "a.JSON", "sub/c.ndjson", "sub/.hidden.json", ".git/d.json", "e.txt", "sub/deep/f.jsonl"] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, PAGE).unwrap();
    }
    let path = folder.path().to_owned();
    assert_eq!(names(&read(std::slice::from_ref(&path))), ["a.JSON", "b.json", "c.ndjson", "f.jsonl"]);
    assert_eq!(names(&read(&[path.join("b.json"), path.clone(), path.join("b.json")])).len(), 4, "each file once");
    assert_eq!(names(&read(&[path.join("e.txt")])), ["e.txt"], "a file that is named is read whatever its name");
}

/// A link to a folder could lead in a circle; a link to a file is a file.
#[cfg(unix)]
#[test]
fn links() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), PAGE).unwrap();
    symlink(folder.path(), folder.path().join("circle.json")).unwrap();
    symlink(folder.path().join("a.json"), folder.path().join("b.json")).unwrap();
    assert_eq!(names(&read(&[folder.path().to_owned()])), ["a.json"]);
}

#[test]
fn what_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.json");
    let inputs = read(&[missing.clone(), folder.path().to_owned()]);
    let problems = source::parse(&inputs).unwrap_err();
    assert_eq!(codes(&problems), ["source.empty-folder", "source.not-found"]);
    assert_eq!(problems[1].message, format!("`{}` does not exist", missing.display()));
}

#[test]
fn standard_input() {
    let mut stdin = io::Cursor::new(PAGE);
    let inputs = source::read(&[PathBuf::from("-"), PathBuf::from("-")], &mut stdin);
    assert_eq!(names(&inputs), ["-"]);
    only(&inputs);
    let broken = source::read(&[PathBuf::from("-")], &mut io::Cursor::new("{"));
    assert!(source::parse(&broken).unwrap_err()[0].message.starts_with("standard input is not JSON"));
}

fn bytes(bytes: Vec<u8>) -> Inputs {
    let mut inputs = Inputs::default();
    inputs.push(Some("a.json".to_owned()), bytes);
    inputs
}

#[test]
fn encodings() {
    only(&bytes([b"\xEF\xBB\xBF", PAGE.as_bytes()].concat()));
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(PAGE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let rows = [
        (utf16, "`a.json` cannot be read as UTF-8: it is UTF-16"),
        (b"{\"x\": \"\xE4\"}".to_vec(), "`a.json` cannot be read as UTF-8: byte 8 does not fit"),
    ];
    for (text, message) in rows {
        let problems = source::parse(&bytes(text)).unwrap_err();
        assert_eq!((codes(&problems), problems[0].message.as_str()), (vec!["source.not-utf8"], message));
    }
}

#[test]
fn sizes() {
    let mut text = PAGE.as_bytes().to_vec();
    text.resize(source::FILE_BYTES_MAX, b' ');
    only(&bytes(text.clone()));
    text.push(b' ');
    let problems = source::parse(&bytes(text.clone())).unwrap_err();
    assert_eq!(codes(&problems), ["source.too-large"]);
    assert_eq!(problems[0].message, "`a.json` is longer than 67108864 bytes");
    let stdin = source::read(&[PathBuf::from("-")], &mut io::Cursor::new(text));
    assert_eq!(codes(&source::parse(&stdin).unwrap_err()), ["source.too-large"]);
}

#[test]
fn bytes_without_a_name() {
    let texts = ["labs/export.json", "lens.json"].map(|file| fs::read_to_string(own(file)).unwrap());
    let unnamed = Inputs::new(texts.iter().map(|text| Input { name: None, text: text.clone() }).collect());
    let named = inputs(&[("a", &texts[0]), ("b", &texts[1])]);
    assert_eq!(questions(&only(&unnamed)), questions(&only(&named)));
    assert!(source::parse(&unnamed).unwrap().reviews[0].files.is_empty());
}
