//! What does each shipped plugin cost on the sample review? Fuel is deterministic, so its cost is a golden number: a
//! change is a change of the plugin, the SDK or the compiler, and its reviewer should see it.

use std::{env, fmt::Write as _, fs, path::PathBuf};

use architrave::{sample, source};
use architrave_core::{outcome::Role, snapshot};
use architrave_runtime::Images;

use super::SHIPPED;

#[test]
fn fuel_is_a_golden_number() {
    let inputs = sample::inputs();
    let drafts = source::parse(&inputs).unwrap();
    let sample = snapshot::resolve(&drafts.reviews[0]).unwrap();
    let mut found = String::from("# plugin: roles asked for: fuel of prepare, begin, reveal and the roles\n");
    for shipped in SHIPPED.iter() {
        let prepared = shipped.plugin.prepare(&sample.lens, sample.lens_sha256, &shipped.settings, Images::Never);
        let mut row = |name: &str, roles: &[Role]| {
            writeln!(found, "{}: {name}: {}", shipped.id, prepared.run(&sample, roles).fuel).unwrap();
        };
        for role in shipped.plugin.roles() {
            row(role.as_str(), &[*role]);
        }
        row("all", shipped.plugin.roles());
    }
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/fuel.txt"));
    if env::var_os("ARCHITRAVE_BLESS").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, golden, "`ARCHITRAVE_BLESS=1 cargo test -p architrave-tests fuel` takes the new numbers");
}
