//! From what a case names to the one review that it is about.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    snapshot::{LensTable, Snapshot},
};

use super::file::{Pick, Wanted};
use crate::{resolve, sample, source};

/// Reviews that were read, by path; the sample under no path.
#[derive(Debug, Default)]
pub(super) struct Reviews {
    read: BTreeMap<PathBuf, Result<Vec<Snapshot>, Vec<Diagnostic>>>,
}

impl Reviews {
    /// The review of a case whose file is in `folder`.
    pub(super) fn get(&mut self, wanted: &Wanted<'_>, folder: &Path) -> Result<Snapshot, Vec<Diagnostic>> {
        match wanted {
            Wanted::Inline(review) => review.snapshot(),
            Wanted::Sample => one(self.of(PathBuf::new())?, Pick::default(), "sample"),
            Wanted::Path(path, pick) => one(self.of(folder.join(path))?, *pick, path),
        }
    }

    fn of(&mut self, path: PathBuf) -> Result<&[Snapshot], Vec<Diagnostic>> {
        let read = |path: &PathBuf| {
            let is_sample = path.as_os_str().is_empty();
            let inputs =
                if is_sample { sample::inputs() } else { source::read(std::slice::from_ref(path), &mut io::empty()) };
            let drafts = source::parse(&inputs)?;
            let missing = resolve::without_answers(&drafts);
            let snapshots = resolve::snapshots(drafts, &mut LensTable::default(), false)?;
            if snapshots.is_empty() { Err(missing) } else { Ok(snapshots) }
        };
        let found = self.read.entry(path);
        let found = found.or_insert_with_key(read);
        found.as_deref().map_err(Clone::clone)
    }
}

/// The one that is meant; of several states of one review the current one, unless another is named.
fn one(snapshots: &[Snapshot], pick: Pick<'_>, path: &str) -> Result<Snapshot, Vec<Diagnostic>> {
    let is_workload = |snapshot: &&Snapshot| {
        let workload = &snapshot.workload;
        pick.workload.is_none_or(|wanted| [&workload.name, &workload.id].into_iter().flatten().any(|id| id == wanted))
    };
    let is_lens = |snapshot: &&Snapshot| pick.lens.is_none_or(|wanted| snapshot.lens.alias == wanted);
    let number = |snapshot: &Snapshot| snapshot.milestone.as_ref().map(|milestone| i64::from(milestone.number));
    let found: Vec<&Snapshot> = snapshots.iter().filter(is_workload).filter(is_lens).collect();
    let current: Vec<&Snapshot> = found.iter().copied().filter(|snapshot| number(snapshot) == pick.milestone).collect();
    match (current.as_slice(), found.as_slice()) {
        ([only], _) => Ok((*only).clone()),
        ([], [only]) if pick.milestone.is_none() => Ok((*only).clone()),
        (several, _) => {
            let listed = if several.is_empty() { snapshots.iter().collect() } else { several.to_vec() };
            let names: Vec<String> = listed.iter().map(|snapshot| name(snapshot)).collect();
            let found = if several.is_empty() {
                "no review that is meant".to_owned()
            } else {
                several.len().to_string() + " reviews"
            };
            Err(vec![Diagnostic::error("cases.review", format!("`{path}` holds {found}")).help(format!(
                "name one by `workload`, `lens` and `milestone`; there are {}",
                list_names(names.iter().map(String::as_str))
            ))])
        }
    }
}

fn name(snapshot: &Snapshot) -> String {
    let workload = snapshot.workload.name.as_ref().or(snapshot.workload.id.as_ref());
    let milestone = snapshot.milestone.as_ref().map(|milestone| format!("/{}", milestone.number)).unwrap_or_default();
    format!("{}/{}{milestone}", workload.map(String::as_str).unwrap_or_default(), snapshot.lens.alias)
}
