//! Are the tables of requirements what their heads say: the crosswalk, in the notation of each framework?

use std::{collections::BTreeSet, fs};

use crate::controls::{ControlTable, GDPR, HIPAA, PCI_DSS};

/// Lies beside the repository where it was derived; it is not part of it.
const CROSSWALK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/compliance-crosswalk.csv");

/// `1.2.5.12` is the twelfth check that Prowler files under 1.2.5.
fn pci(id: &str) -> String {
    id.rsplit_once('.').expect("a check number").0.to_owned()
}

/// `164_308_a_1_ii_a` is 164.308(a)(1)(ii)(A).
fn hipaa(id: &str) -> String {
    let parts: Vec<&str> = id.split('_').collect();
    let mut notation = format!("{}.{}", parts[0], parts[1]);
    for (depth, part) in parts[2..].iter().enumerate() {
        let part = if depth == 3 { part.to_uppercase() } else { (*part).to_owned() };
        notation.push_str(&format!("({part})"));
    }
    notation
}

/// `article_25` is Article 25.
fn gdpr(id: &str) -> String {
    format!("Article {}", id.strip_prefix("article_").expect("an article"))
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn tables_are_the_crosswalk_in_the_notation_of_each_framework() {
    let Ok(crosswalk) = fs::read_to_string(CROSSWALK) else {
        eprintln!("skipped: there is no crosswalk at {CROSSWALK}");
        return;
    };
    let check = |table: ControlTable, name: &str, notation: fn(&str) -> String, links: usize| {
        let rows = crosswalk.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let expected: BTreeSet<(String, String)> =
            rows.filter(|row| row[0] == name).map(|row| (row[2].to_owned(), notation(row[1]))).collect();
        let found: BTreeSet<(String, String)> = table
            .entries()
            .flat_map(|(choice, list)| list.map(|requirement| (choice.to_owned(), requirement.to_owned())))
            .collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(found.len(), links, "{name}");
    };
    check(PCI_DSS, "PCI-DSS 4.0", pci, 369);
    check(HIPAA, "HIPAA", hipaa, 172);
    check(GDPR, "GDPR", gdpr, 36);
}
