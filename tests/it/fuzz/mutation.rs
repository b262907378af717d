//! What becomes of a seed by chance? A few changes, one after the other, as a fuzzer makes them.

use std::{fmt, fs, path::Path};

use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    sample::{Index, select},
};

/// A changed seed; shown as a text that a test can hold.
#[derive(Clone)]
pub(super) struct Input(pub(super) Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "b\"{}\"", self.0.escape_ascii())
    }
}

/// The words of a libFuzzer dictionary: lines of `"word"`, with `\"`, `\\` and `\xNN`.
pub(super) fn dictionary(path: &Path) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let quoted = |line: &str| line.trim().strip_prefix('"')?.strip_suffix('"').map(unescape);
    text.lines().filter_map(quoted).collect()
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let (unescaped, after) = match (byte, tail) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = String::from_utf8_lossy(&[*high, *low]).into_owned();
                (u8::from_str_radix(&digits, 16).expect("two digits"), after)
            }
            (b'\\', [escaped, after @ ..]) => (*escaped, after),
            _ => (*byte, tail),
        };
        bytes.push(unescaped);
        rest = after;
    }
    bytes
}

/// One change.
#[derive(Debug, Clone)]
enum Change {
    Set(Index, u8),
    Remove(Index, usize),
    Insert(Index, Vec<u8>),
    /// Repeats a part somewhere else.
    Copy(Index, usize, Index),
    /// Goes on with the rest of another seed.
    Splice(Index, Index, Index),
}

pub(super) fn strategy(seeds: Vec<Vec<u8>>, words: Vec<Vec<u8>>) -> impl Strategy<Value = Input> {
    let word = select(if words.is_empty() { vec![vec![0]] } else { words });
    let change = proptest::prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<Index>(), vec(any::<u8>(), 1..4)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (any::<Index>(), word).prop_map(|(at, word)| Change::Insert(at, word)),
        (any::<Index>(), 1..200_usize, any::<Index>()).prop_map(|(from, length, to)| Change::Copy(from, length, to)),
        (any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(at, seed, from)| Change::Splice(at, seed, from)),
    ];
    (select(seeds.clone()), vec(change, 0..6)).prop_map(move |(seed, changes)| {
        let mut bytes = seed;
        for change in &changes {
            apply(&mut bytes, change, &seeds);
        }
        Input(bytes)
    })
}

fn apply(bytes: &mut Vec<u8>, change: &Change, seeds: &[Vec<u8>]) {
    let place = |index: &Index, bytes: &[u8]| index.index(bytes.len() + 1);
    match change {
        Change::Set(at, byte) => {
            let at = place(at, bytes);
            if let Some(found) = bytes.get_mut(at) {
                *found = *byte;
            }
        }
        Change::Remove(at, length) => {
            let at = place(at, bytes);
            bytes.drain(at..(at + length).min(bytes.len()));
        }
        Change::Insert(at, inserted) => {
            let at = place(at, bytes);
            bytes.splice(at..at, inserted.iter().copied());
        }
        Change::Copy(from, length, to) => {
            let from = place(from, bytes);
            let part = bytes[from..(from + length).min(bytes.len())].to_vec();
            let to = place(to, bytes);
            bytes.splice(to..to, part);
        }
        Change::Splice(at, seed, from) => {
            let other = &seeds[seed.index(seeds.len())];
            let at = place(at, bytes);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[place(from, other)..]);
        }
    }
}
