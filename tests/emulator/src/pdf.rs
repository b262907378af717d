//! How is a short text made a PDF?

use std::fmt::Write as _;

/// Lines that fit on the page.
const LINES_MAX: usize = 45;

/// One page with a title and lines; what is not ASCII becomes `?`, and lines that do not fit are left out.
pub(crate) fn write(title: &str, lines: &[String]) -> Vec<u8> {
    let mut content = format!("BT /F1 18 Tf 56 780 Td ({}) Tj /F1 11 Tf 0 -28 Td", escape(title));
    for line in lines.iter().take(LINES_MAX) {
        // Writing to a string cannot fail.
        let _written = write!(content, " ({}) Tj 0 -16 Td", escape(line));
    }
    content.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(&objects) {
        let _written = writeln!(table, "{:010} 00000 n ", text.len());
        let _written: Result<(), std::fmt::Error> = write!(text, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = text.len();
    let size = objects.len().saturating_add(1);
    let _written =
        write!(text, "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    text.into_bytes()
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '(' | ')' | '\\' => escaped.extend(['\\', character]),
            ' '..='~' => escaped.push(character),
            _ => escaped.push('?'),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_to_objects() {
        let text = String::from_utf8(write("A (b)", &["ü\\".to_owned()])).unwrap();
        assert!(text.contains("(A \\(b\\)) Tj") && text.contains("(?\\\\) Tj"));
        let start: usize = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        let table: Vec<&str> = text.get(start..).unwrap().lines().skip(3).take(5).collect();
        for (number, row) in (1..).zip(table) {
            let offset: usize = row.get(..10).unwrap().parse().unwrap();
            assert!(text.get(offset..).unwrap().starts_with(&format!("{number} 0 obj")), "{row}");
        }
    }
}
