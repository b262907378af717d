//! How is a list read of which nobody says how long it is? The first few items aside, so that it takes no more memory
//! than it needs: ten thousand reviews have a million lists, most of them short or empty.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

/// As many as most lists have.
const FEW: usize = 8;

/// A list that may be absent or `null`.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<List<T>>::deserialize(deserializer)?.map(|list| list.0).unwrap_or_default())
}

struct List<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Visitor(PhantomData))
    }
}

struct Visitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
    type Value = List<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a sequence")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<List<T>, A::Error> {
        let mut first = [const { None }; FEW];
        let mut count = 0_usize;
        for place in &mut first {
            let Some(item) = items.next_element()? else { break };
            *place = Some(item);
            count = count.saturating_add(1);
        }
        let mut list = Vec::with_capacity(if count < FEW { count } else { FEW.saturating_mul(2) });
        list.extend(first.into_iter().flatten());
        if count == FEW {
            while let Some(item) = items.next_element()? {
                list.push(item);
            }
        }
        Ok(List(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Row {
        #[serde(default, deserialize_with = "list")]
        items: Vec<u32>,
    }

    #[test]
    fn lists_of_every_length_are_read_whole_and_short_ones_exactly() {
        for length in 0..40_u32 {
            let items: Vec<u32> = (0..length).collect();
            let row: Row = serde_json::from_str(&format!("{{\"items\": {items:?}}}")).unwrap();
            assert_eq!(row.items, items);
            assert!(items.len() >= FEW || row.items.capacity() == items.len(), "{length}");
        }
        for (text, expected) in [("{}", true), (r#"{"items": null}"#, true), (r#"{"items": 1}"#, false)] {
            let found = serde_json::from_str::<Row>(text).map(|row| row.items.len());
            assert_eq!(found.ok(), expected.then_some(0), "{text}");
        }
    }
}
