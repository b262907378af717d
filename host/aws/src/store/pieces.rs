//! How does a document fit into parameters?

/// A document without `{{`, which the Parameter Store takes for one of its references. In JSON two braces stand side by
/// side only within texts, where the second can be written as an escape.
pub(super) fn without_references(json: &str) -> String {
    json.replace("{{", "{\\u007b")
}

/// Pieces of at most `bytes` bytes, at least one, whole characters. None begins or ends with white space, as long as a
/// piece has anything else: what is stored must not depend on trimming.
pub(super) fn split(text: &str, bytes: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > bytes {
        let at = cut(rest, bytes);
        let (piece, after) = rest.split_at(at);
        pieces.push(piece);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// The last place at or before `bytes` that has no white space beside it, else the last between two characters.
fn cut(text: &str, bytes: usize) -> usize {
    let boundary = |at: &usize| text.is_char_boundary(*at);
    let solid = |at: &usize| {
        let (before, after) = text.split_at(*at);
        !before.ends_with(char::is_whitespace) && !after.starts_with(char::is_whitespace)
    };
    let hard = (1..=bytes).rev().find(boundary).unwrap_or(text.len());
    (1..=bytes).rev().filter(boundary).find(solid).unwrap_or(hard)
}
