//! How is the text of a lens file read?

use super::{
    Lens, locate,
    member::Member,
    resolve::{self, Draft},
    wire,
};
use crate::diagnostic::{Diagnostic, Location, Severity};

/// Reads custom-lens JSON (`schemaVersion` 2021-11-01). `file` is what diagnostics call it.
///
/// Tolerant, as public lenses break their own specification: what is missing or surplus and changes no result gives a
/// note (`lens.no-default`, `lens.unknown-choice`, `lens.unknown-member`, `lens.wrong-type`, …). Over-long texts and other
/// limits that only AWS's import minds are for [`crate::lint`].
///
/// # Errors
/// Everything that keeps the lens from being resolved, all of the file at once, each with a JSON pointer, line and column:
/// `lens.invalid-json`, `lens.not-a-lens`, ids that are missing or stand twice (`lens.missing-id`,
/// `lens.duplicate-pillar`, `lens.duplicate-question`, `lens.duplicate-choice`), `lens.too-many-choices`, and rules that
/// cannot be read (`lens.malformed-condition`, `lens.unknown-risk`), since without one of its rules a question has no
/// certain risk.
pub fn parse(file: Option<&str>, text: &str) -> Result<(Lens, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut draft = draft(file, text).map_err(|problem| vec![*problem])?;
    locate::locate(text, &mut draft.diagnostics);
    if draft.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(draft.diagnostics);
    }
    Ok((draft.lens, draft.diagnostics))
}

/// As much of a lens as can be resolved, with all that is wrong with it; pointers only, no lines.
pub(crate) fn draft(file: Option<&str>, text: &str) -> Result<Draft, Box<Diagnostic>> {
    let lens = read(file, text)?;
    Ok(resolve::resolve(file, &lens))
}

/// The file as written.
pub(crate) fn read<'a>(file: Option<&str>, text: &'a str) -> Result<wire::Lens<'a>, Box<Diagnostic>> {
    let not_a_lens = |what: &str| {
        let message = format!("cannot read a lens: expected an object with `pillars`, found {what}");
        let help = "a lens file is what the AWS Well-Architected Tool exports as a custom lens";
        let mut problem = [Diagnostic::error("lens.not-a-lens", message).help(help).at(Location::pointer(file, ""))];
        locate::locate(text, &mut problem);
        let [problem] = problem;
        Box::new(problem)
    };
    match serde_json::from_str::<Member<wire::Lens<'a>>>(without_mark(text)) {
        Ok(Member::Found(lens)) if matches!(lens.pillars, Member::Absent) => Err(not_a_lens("an object without them")),
        Ok(Member::Found(lens)) => Ok(lens),
        Ok(Member::Wrong(kind)) => Err(not_a_lens(kind)),
        Ok(Member::Absent) => Err(not_a_lens("`null`")),
        Err(error) => Err(Box::new(invalid_json("lens.invalid-json", file, text, &error))),
    }
}

/// The text after a byte order mark, which Windows editors put in front.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What is wrong with text that is not JSON, where, and what stands there.
pub(crate) fn invalid_json(
    code: &'static str,
    file: Option<&str>,
    text: &str,
    error: &serde_json::Error,
) -> Diagnostic {
    let line_text = without_mark(text).split('\n').nth(error.line().saturating_sub(1)).unwrap_or("");
    let before = error.column().saturating_sub(1).min(line_text.len());
    let before = (0..=before).rev().find(|end| line_text.is_char_boundary(*end)).unwrap_or(0);
    let (start, rest) = line_text.split_at(before);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let location = Location {
        file: file.map(str::to_owned),
        line: Some(number(error.line().max(1))),
        column: Some(number(start.chars().count() + 1)),
        ..Location::default()
    };
    let word: String = rest.chars().take_while(|character| character.is_alphanumeric()).take(20).collect();
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or("invalid");
    let found = if word.is_empty() { String::new() } else { format!(", found `{word}`") };
    let message = format!("cannot read JSON: {reason}{found}");
    let help = match word.as_str() {
        "NaN" | "Infinity" | "nan" => "JSON has no such value: write text in quotation marks",
        "True" | "False" | "None" => "write `true`, `false` or `null`",
        _ => "mend the file at this place; `python3 -m json.tool FILE` finds most such places too",
    };
    Diagnostic::error(code, message).help(help).at(location)
}
