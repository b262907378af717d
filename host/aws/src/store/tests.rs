//! Names, pieces and addresses.

use super::{Bucket, Place, pieces};

#[test]
fn names_hold_what_parameters_take() {
    let check = |workload: &str, lens: &str, milestone: Option<u32>, expected: &str| {
        let place = Place::new(workload, lens, milestone);
        assert_eq!(place.to_string(), expected);
        assert!(place.is_of(workload) && place.is_with(lens));
        assert_eq!(Place::parse(expected), Some(place));
    };
    check("0123abc", "wellarchitected", None, "0123abc/wellarchitected/latest");
    check("0123abc", "wellarchitected", Some(7), "0123abc/wellarchitected/milestone-7");
    let arn = "arn:aws:wellarchitected:eu-west-1:123456789012:lens/0a";
    check("w", arn, None, "w/arn_3aaws_3awellarchitected_3aeu-west-1_3a123456789012_3alens_2f0a/latest");
    check("Größe 1_2", "x", None, "Gr_c3_b6_c3_9fe_201_5f2/x/latest");
}

#[test]
fn long_names_differ_by_their_digest() {
    let (one, other) = ("x".repeat(1000), format!("{}y", "x".repeat(999)));
    assert_ne!(Place::new(&one, "l", None), Place::new(&other, "l", None));
    assert!(Place::new(&one, "l", None).to_string().len() < 300);
}

#[test]
fn other_names_are_no_places() {
    for text in ["", "a/b", "a/b/latest/000001-ab/0000", "a/b/other", "a/b/milestone-", "a//latest"] {
        assert_eq!(Place::parse(text), None, "{text}");
    }
}

#[test]
fn pieces_fit_and_make_up_the_whole() {
    let check = |text: &str, bytes: usize| {
        let pieces = pieces::split(text, bytes);
        assert_eq!(pieces.concat(), text);
        assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.len() <= bytes), "{pieces:?}");
        pieces.len()
    };
    assert_eq!(check("", 4), 0);
    assert_eq!(check("abcd", 4), 1);
    assert_eq!(check("abcde", 4), 2);
    assert_eq!(check("ääää", 3), 4);
    check(&"a b ".repeat(50), 4);
    check("      ", 4);
    let pieces = pieces::split("abc defg", 4);
    assert!(pieces.iter().all(|piece| piece.trim() == *piece), "{pieces:?}");
}

#[test]
fn references_are_escaped_and_the_value_stays() {
    let json = serde_json::json!({ "a": "{{x}} {{{", "b": { "c": {} } });
    let safe = pieces::without_references(&json.to_string());
    assert!(!safe.contains("{{"), "{safe}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).expect("it is still JSON"), json);
}

#[test]
fn addresses_of_buckets() {
    for good in ["s3://bucket", "s3://bucket/", "s3://my.bucket-1/a/b/"] {
        assert!(Bucket::parse(good).is_ok(), "{good}");
    }
    for bad in ["bucket", "s3://", "s3://Ab", "https://bucket", "s3://under_score/x"] {
        assert!(Bucket::parse(bad).is_err(), "{bad}");
    }
}
