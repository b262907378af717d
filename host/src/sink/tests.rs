//! Do the formats say what the report holds, and nothing that a text smuggled in?
//!
//! Written reports are kept under `tests/data/reports`; `ARCHITRAVE_BLESS=1` writes them anew.

mod exported;
mod html;

use std::{fs, path::PathBuf};

use architrave_core::report::Report;

use super::{Format, PRACTICE_COLUMNS, QUESTION_COLUMNS, Style, render, samples, width::width};

fn kept(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "tests", "data", "reports", name].iter().collect()
}

fn rendered(report: &Report, format: Format) -> String {
    render(report, format, &Style::default()).unwrap()
}

/// Compares with the kept file, or writes it.
fn check(name: &str, text: &str) {
    let path = kept(name);
    if std::env::var_os("ARCHITRAVE_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text == expected, "{name} differs; ARCHITRAVE_BLESS=1 writes it anew:\n{text}");
}

#[test]
fn samples_read_as_kept() {
    for (name, report) in samples::all() {
        for (format, extension) in [
            (Format::Table, "txt"),
            (Format::Markdown, "md"),
            (Format::Csv, "csv"),
            (Format::CsvQuestions, "questions.csv"),
        ] {
            check(&format!("{name}.{extension}"), &rendered(&report, format));
        }
    }
}

#[test]
fn same_report_same_bytes() {
    for (name, report) in samples::all() {
        for format in Format::ALL {
            assert_eq!(rendered(&report, format), rendered(&report.clone(), format), "{name} as {}", format.as_str());
        }
    }
}

#[test]
fn tables_fit_their_width() {
    for (name, report) in samples::all() {
        for columns in [40, 60, 80, 200] {
            let table = render(&report, Format::Table, &Style { columns, ..Style::default() }).unwrap();
            for line in table.lines() {
                let fits = width(line) <= columns;
                assert!(fits && line == line.trim_end(), "{name} at {columns}: {} in {line:?}", width(line));
            }
        }
    }
}

#[test]
fn tables_say_without_colour_what_they_say_with_it() {
    for (name, report) in samples::all() {
        let plain = rendered(&report, Format::Table);
        let coloured = render(&report, Format::Table, &Style { colour: true, ..Style::default() }).unwrap();
        let mut stripped = coloured;
        for code in ["0", "1", "2", "32", "33", "1;31"] {
            stripped = stripped.replace(&format!("\u{1b}[{code}m"), "");
        }
        assert_eq!(stripped, plain, "{name}");
        assert!(!plain.contains('\u{1b}'), "{name}");
    }
}

#[test]
fn no_terminal_sequence_gets_through() {
    let table = rendered(&samples::hostile(), Format::Table);
    for character in table.chars() {
        let harmless = character == '\n' || !(character.is_control() || super::width::turns_direction(character));
        assert!(harmless, "{character:?}");
    }
}

#[test]
fn no_cell_starts_a_formula() {
    for format in [Format::Csv, Format::CsvQuestions] {
        for (name, report) in samples::all() {
            let text = rendered(&report, format);
            let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            for record in reader.records() {
                for cell in &record.unwrap() {
                    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                    assert!(!formula, "{name}: {cell:?}");
                }
            }
        }
    }
}

#[test]
fn csv_has_a_header_and_a_row_each() {
    for (name, report) in samples::all() {
        let questions = report.reviews.iter().flat_map(|review| &review.questions);
        let practices = questions.clone().flat_map(|question| &question.choices).filter(|choice| !choice.none_of_these);
        for (format, columns, rows) in [
            (Format::Csv, PRACTICE_COLUMNS.as_slice(), practices.count()),
            (Format::CsvQuestions, QUESTION_COLUMNS.as_slice(), questions.count()),
        ] {
            let text = rendered(&report, format);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            assert_eq!(heads, columns.iter().map(|(head, _)| *head).collect::<Vec<_>>(), "{name}");
            assert_eq!(reader.records().map(Result::unwrap).count(), rows, "{name}");
            assert!(text.ends_with("\r\n"), "{name}");
        }
    }
}

#[test]
fn csv_keys_are_those_of_the_report() {
    let report = samples::mixed();
    let text = rendered(&report, Format::Csv);
    for entry in report.reviews[0].improvements.iter().filter(|entry| entry.choice.is_some()) {
        assert!(text.contains(&format!(",{},", entry.key)), "{}", entry.key);
    }
}

#[test]
fn json_is_the_report() {
    for (name, report) in samples::all() {
        let text = rendered(&report, Format::Json);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value, serde_json::to_value(&report).unwrap(), "{name}");
        assert!(text.starts_with("{\n  \"schema\"") && text.ends_with("}\n"), "{name}");
    }
}

#[test]
fn format_names_round_trip() {
    for format in Format::ALL {
        assert_eq!(format.as_str().parse(), Ok(format));
    }
    assert_eq!("pdf".parse::<Format>().unwrap_err().to_string(), "there is no format `pdf`");
}
