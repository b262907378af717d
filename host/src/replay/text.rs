//! How is it told to people? One line that says it all, then each difference with what the report has and what is now.

use super::{Bytes, Conclusion, Replay};
use crate::sink::{Style, width::clean, words::count};

impl Replay {
    /// For people: the conclusion, then the differences, causes first.
    #[must_use]
    pub fn to_text(&self, style: &Style) -> String {
        let (word, colour) = match self.result {
            Conclusion::Equal => ("equal", 32),
            Conclusion::Differs => ("differs", 31),
            Conclusion::Undecided => ("undecided", 33),
        };
        let word = if style.colour { format!("\u{1b}[1;{colour}m{word}:\u{1b}[0m") } else { format!("{word}:") };
        let mut text = format!("{word} {}\n", self.summary());
        for difference in &self.differences {
            let mark = if difference.decided { "" } else { " (may come from a deadline)" };
            text.push_str(&format!("{}{mark}\n", clean(&difference.what)));
            let shown = |value: &Option<String>| value.as_deref().map_or_else(|| "not there".to_owned(), clean);
            text.push_str(&format!("  report  {}\n", shown(&difference.report)));
            text.push_str(&format!("  now     {}\n", shown(&difference.now)));
        }
        let told = u64::try_from(self.differences.len()).unwrap_or(u64::MAX);
        match self.differences_total.saturating_sub(told) {
            0 => {}
            more => text.push_str(&format!("and {}\n", count(more, "further difference"))),
        }
        text
    }

    fn summary(&self) -> String {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let documents = self.compared.documents.map(|documents| count(number(documents), "document") + ", ");
        let again = format!(
            "{}{}, {} and {} made again",
            documents.unwrap_or_default(),
            count(number(self.compared.reviews), "review"),
            count(number(self.compared.plugins), "plugin"),
            count(number(self.compared.outcomes), "outcome"),
        );
        let found = match (self.result, self.bytes) {
            (Conclusion::Equal, Bytes::Equal | Bytes::Differ) => "the report is the same to the byte".to_owned(),
            (Conclusion::Equal, Bytes::Places) => {
                "the report is the same to the byte, but for where its inputs lie".to_owned()
            }
            (Conclusion::Equal, Bytes::Layout) => "the report is the same, but for its layout".to_owned(),
            (Conclusion::Differs, _) => format!("{}, causes first", count(self.differences_total, "difference")),
            (Conclusion::Undecided, _) => format!(
                "{}, which may come from a limit on wall-clock time",
                count(self.differences_total, "difference")
            ),
        };
        format!("{again}; {found}")
    }
}
