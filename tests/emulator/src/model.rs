//! What does the service model say about a request: operations, paths, members, limits?
//!
//! Facts of botocore 1.44.5, `wellarchitected` 2020-03-31, in three tables that `data/from_model.py` writes.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

/// The three tables, joined.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// All operations of the model by name; those of its preview have no input.
    pub(crate) operations: Vec<Operation>,
    structures: BTreeMap<&'static str, Vec<Member>>,
    shapes: BTreeMap<&'static str, Shape>,
}

/// An operation: its name, method, path pattern and input structure.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// Such as `/workloads/{WorkloadId}/shares`.
    pub(crate) path: &'static str,
    /// Empty where it takes nothing.
    pub(crate) input: &'static str,
}

/// Where a member travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Body,
}

/// A member of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) shape: &'static str,
    pub(crate) place: Place,
    /// Its name in path, query or body.
    pub(crate) wire_name: &'static str,
    pub(crate) is_required: bool,
}

/// What a shape is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Enum,
    Integer,
    Boolean,
    List,
    Map,
    Structure,
}

/// A shape with its limits.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) kind: Kind,
    /// Characters, entries or value.
    pub(crate) min: Option<u64>,
    /// Characters, entries or value.
    pub(crate) max: Option<u64>,
    /// Enum values; the shape of a list's entries; the shapes of a map's keys and values.
    pub(crate) of: Vec<&'static str>,
    /// Matches whole values only.
    pub(crate) pattern: Option<Regex>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::read(
        include_str!("../data/operations.csv"),
        include_str!("../data/members.csv"),
        include_str!("../data/shapes.csv"),
    )
});

/// The tables that are built in.
pub(crate) fn model() -> &'static Model {
    &MODEL
}

/// The cells of each row but the first; cells hold no quotes except for patterns, which hold no doubled ones.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| {
        let (plain, quoted) = match line.split_once('"') {
            Some((plain, rest)) => (plain, rest.strip_suffix('"')),
            None => (line, None),
        };
        let mut cells: Vec<&str> = plain.split(',').collect();
        if quoted.is_some() {
            cells.pop();
        }
        cells.extend(quoted);
        cells
    })
}

impl Model {
    fn read(operations: &'static str, members: &'static str, shapes: &'static str) -> Self {
        let mut model = Self::default();
        for row in rows(operations) {
            if let [name, method, path, input] = row[..] {
                model.operations.push(Operation { name, method, path, input });
            }
        }
        for row in rows(members) {
            if let [structure, name, shape, location, wire_name, required] = row[..] {
                let place = match location {
                    "uri" => Place::Path,
                    "querystring" => Place::Query,
                    _ => Place::Body,
                };
                let member = Member { name, shape, place, wire_name, is_required: required == "required" };
                model.structures.entry(structure).or_default().push(member);
            }
        }
        for row in rows(shapes) {
            if let [name, kind, min, max, of, pattern] = row[..] {
                let kind = match kind {
                    "enum" => Kind::Enum,
                    "integer" => Kind::Integer,
                    "boolean" => Kind::Boolean,
                    "list" => Kind::List,
                    "map" => Kind::Map,
                    "structure" => Kind::Structure,
                    _ => Kind::Text,
                };
                let pattern = Some(pattern)
                    .filter(|text| !text.is_empty())
                    .and_then(|text| Regex::new(&format!("^(?:{text})$")).ok());
                let of = of.split_whitespace().collect();
                let shape = Shape { kind, min: min.parse().ok(), max: max.parse().ok(), of, pattern };
                model.shapes.insert(name, shape);
            }
        }
        model
    }

    /// The members of a structure, in the model's order; empty for one that is not there.
    pub(crate) fn members(&self, structure: &str) -> &[Member] {
        self.structures.get(structure).map_or(&[], Vec::as_slice)
    }

    /// The shape with this name.
    pub(crate) fn shape(&self, name: &str) -> Option<&Shape> {
        self.shapes.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let model = model();
        assert_eq!(model.operations.len(), 112);
        assert_eq!(model.members("CreateWorkloadInput").len(), 20);
        for (structure, members) in &model.structures {
            for member in members {
                assert!(model.shape(member.shape).is_some(), "{structure}.{}: {}", member.name, member.shape);
            }
        }
        let patterns = model.shapes.values().filter(|shape| shape.pattern.is_some()).count();
        let written = include_str!("../data/shapes.csv").lines().skip(1).filter(|line| !line.ends_with(',')).count();
        assert_eq!(patterns, written, "a pattern could not be read");
    }
}
