//! From a JSON value to a manifest: every missing, unknown or misshapen field at once.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Manifest, Setting};
use crate::diagnostic::{Diagnostic, Location, list_names};

const FIELDS: [&str; 11] = [
    "id",
    "version",
    "description",
    "roles",
    "claims",
    "class",
    "license",
    "source",
    "authors",
    "settings",
    "workload_template",
];

pub(super) fn manifest(value: &Value) -> Result<Manifest, Vec<Diagnostic>> {
    let Value::Object(object) = value else {
        return Err(vec![Diagnostic::error("manifest.type", "the manifest is not a table of fields")]);
    };
    let mut reader = Reader { object, problems: Vec::new() };
    reader.unknown_fields();
    let id = reader.required("id");
    let version = reader.required("version");
    let description = reader.required("description");
    let roles = reader.required("roles");
    let claims = reader.optional("claims");
    let class = reader.optional("class");
    let license = reader.required("license");
    let source = reader.optional("source");
    let authors = reader.optional("authors");
    let settings = reader.settings();
    let workload_template = reader.optional("workload_template");
    let (Some(id), Some(version), Some(description), Some(roles), Some(license)) =
        (id, version, description, roles, license)
    else {
        return Err(reader.problems);
    };
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    Ok(Manifest {
        id,
        version,
        description,
        roles,
        claims,
        class,
        license,
        source,
        authors,
        settings,
        workload_template,
    })
}

struct Reader<'a> {
    object: &'a Map<String, Value>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn unknown_fields(&mut self) {
        for name in self.object.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
            let problem = Diagnostic::error("manifest.unknown-field", format!("the manifest has no field `{name}`"))
                .help(format!("fields are {}", list_names(FIELDS)))
                .at(field(name));
            self.problems.push(problem);
        }
    }

    fn required<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        if self.object.get(name).is_none_or(Value::is_null) {
            let problem = Diagnostic::error("manifest.missing-field", format!("the manifest has no `{name}`"))
                .help(format!("add `{name} = …` to `plugin.toml`"));
            self.problems.push(problem);
            return None;
        }
        self.value(name)
    }

    fn optional<T: DeserializeOwned + Default>(&mut self, name: &'static str) -> T {
        match self.object.get(name) {
            None | Some(Value::Null) => T::default(),
            Some(_) => self.value(name).unwrap_or_default(),
        }
    }

    fn value<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let value = self.object.get(name)?;
        self.convert(field(name), name, value)
    }

    fn settings(&mut self) -> BTreeMap<String, Setting> {
        let settings = match self.object.get("settings") {
            None | Some(Value::Null) => return BTreeMap::new(),
            Some(Value::Object(settings)) => settings,
            Some(_) => {
                self.problems
                    .push(Diagnostic::error("manifest.type", "`settings` is not a table").at(field("settings")));
                return BTreeMap::new();
            }
        };
        let mut read = BTreeMap::new();
        for (name, value) in settings {
            let place = Location::pointer(None, format!("/settings/{}", escape(name)));
            if let Some(setting) = self.convert(place, name, value) {
                read.insert(name.clone(), setting);
            }
        }
        read
    }

    fn convert<T: DeserializeOwned>(&mut self, place: Location, name: &str, value: &Value) -> Option<T> {
        match T::deserialize(value) {
            Ok(value) => Some(value),
            Err(error) => {
                self.problems
                    .push(Diagnostic::error("manifest.type", format!("`{name}` does not fit: {error}")).at(place));
                None
            }
        }
    }
}

pub(super) fn field(name: &str) -> Location {
    Location::pointer(None, format!("/{}", escape(name)))
}

/// A member's name within a JSON pointer (RFC 6901).
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
