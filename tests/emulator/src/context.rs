//! What does an operation see: the state, who asks for what, and what time it is?

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

use crate::{
    lens::{Lens, custom, official},
    page::hex,
    refusal::Refusal,
    request::Request,
    state::{CustomLens, Region, Share, Stamp, State, Workload},
};

/// Lenses of published versions as read, by ARN and version, so that none is read twice.
pub(crate) type LensCache = RefCell<BTreeMap<(String, String), Arc<Lens>>>;

/// One request being done.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) lenses: &'a LensCache,
    pub(crate) request: &'a Request,
    pub(crate) now: Stamp,
}

static NOTHING: LazyLock<Region> = LazyLock::new(Region::default);

/// Where something is kept: which account and Region.
pub(crate) type Key = String;

impl Context<'_> {
    /// Where the caller's own things are.
    pub(crate) fn key(&self) -> Key {
        format!("{}/{}", self.request.account, self.request.region)
    }

    /// What an account has in a Region.
    pub(crate) fn region_of(&self, key: &str) -> &Region {
        self.state.regions.get(key).unwrap_or(&NOTHING)
    }

    /// What the caller has.
    pub(crate) fn region(&self) -> &Region {
        self.region_of(&self.key())
    }

    /// What the caller has, to be changed.
    pub(crate) fn region_mut(&mut self) -> &mut Region {
        let key = self.key();
        self.state.regions.entry(key).or_default()
    }

    /// A new id of 32 hexadecimal digits; the same run gives the same ids.
    pub(crate) fn new_id(&mut self, kind: &str, name: &str) -> String {
        self.state.ids = self.state.ids.saturating_add(1);
        let text = format!("{kind}\n{}\n{name}\n{}", self.key(), self.state.ids);
        hex(&Sha256::digest(text), 32)
    }

    /// An ARN of the caller's; `rest` such as `workload/0123…`.
    pub(crate) fn arn(&self, rest: &str) -> String {
        format!("arn:aws:wellarchitected:{}:{}:{rest}", self.request.region, self.request.account)
    }

    /// Shares that the caller accepted, with the key of who gave them. They cross accounts, not Regions.
    pub(crate) fn shared_with_me(&self, kind: &str) -> Vec<(Key, &Share)> {
        let end = format!("/{}", self.request.region);
        let of_region = self.state.regions.iter().filter(|(key, _)| key.ends_with(&end));
        let shares = of_region.flat_map(|(key, region)| region.shares.iter().map(move |share| (key.clone(), share)));
        shares
            .filter(|(_, share)| {
                share.kind == kind && share.status == "ACCEPTED" && is_for(share, &self.request.account)
            })
            .collect()
    }

    /// Where a workload is, at which position, and by which share the caller sees it.
    pub(crate) fn find_workload(&self, id: &str) -> Result<(Key, usize, Option<&Share>), Refusal> {
        let own = self.key();
        let position = |key: &str| self.region_of(key).workloads.iter().position(|workload| workload.id == id);
        if let Some(position) = position(&own) {
            return Ok((own, position, None));
        }
        for (key, share) in self.shared_with_me("WORKLOAD") {
            if let Some(position) = position(&key).filter(|_| share.resource == id) {
                return Ok((key, position, Some(share)));
            }
        }
        Err(Refusal::not_found("WORKLOAD", id))
    }

    /// The workload that the request names, with the key of its owner.
    pub(crate) fn workload(&self) -> Result<(Key, &Workload, Option<&Share>), Refusal> {
        let id = self.request.required("WorkloadId");
        let (key, position, share) = self.find_workload(id)?;
        let workload =
            self.region_of(&key).workloads.get(position).ok_or_else(|| Refusal::not_found("WORKLOAD", id))?;
        Ok((key, workload, share))
    }

    /// The same as it was at the milestone that the request names, or now.
    pub(crate) fn workload_then(&self) -> Result<&Workload, Refusal> {
        let (_, workload, _) = self.workload()?;
        match self.request.number("MilestoneNumber") {
            None => Ok(workload),
            Some(number) => workload
                .milestones
                .iter()
                .find(|milestone| milestone.number == number)
                .map(|milestone| &milestone.workload)
                .ok_or_else(|| Refusal::not_found("MILESTONE", &number.to_string())),
        }
    }

    /// The workload that the request names, to be changed.
    pub(crate) fn workload_mut(&mut self) -> Result<&mut Workload, Refusal> {
        let id = self.request.required("WorkloadId").to_owned();
        let (key, position, share) = self.find_workload(&id)?;
        if share.is_some_and(|share| share.permission.as_deref() == Some("READONLY")) {
            return Err(Refusal::denied(format!("workload `{id}` is shared for reading only")));
        }
        let region = self.state.regions.entry(key).or_default();
        region.workloads.get_mut(position).ok_or_else(|| Refusal::not_found("WORKLOAD", &id))
    }

    /// The workload that the request names, if the caller owns it.
    pub(crate) fn own_workload(&mut self) -> Result<&mut Workload, Refusal> {
        let id = self.request.required("WorkloadId").to_owned();
        let found = self.region_mut().workloads.iter_mut().find(|workload| workload.id == id);
        found.ok_or_else(|| Refusal::not_found("WORKLOAD", &id))
    }

    /// A custom lens that the caller owns or was shared, deleted ones included.
    pub(crate) fn custom_lens(&self, arn: &str) -> Option<&CustomLens> {
        let own = self.region().lenses.iter();
        let shared = self.shared_with_me("LENS");
        let shared = shared
            .into_iter()
            .filter(|(_, share)| share.resource == arn)
            .flat_map(|(key, _)| self.region_of(&key).lenses.iter());
        own.chain(shared).find(|lens| lens.arn == arn)
    }

    /// A lens by alias or ARN, at a version; without one the latest.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub(crate) fn lens(&self, name: &str, version: Option<&str>) -> Result<Arc<Lens>, Refusal> {
        let missing = || Refusal::not_found("LENS", name);
        if let Some(lens) = official::find(name) {
            let is_there = version.is_none_or(|version| version == lens.version);
            return is_there.then(|| self.kept(&lens.alias, &lens.version, || Ok(lens.clone()))).ok_or_else(missing)?;
        }
        // A review outlives the share and the deletion of its lens: any lens of the Region serves.
        let all = || self.state.regions.values().flat_map(|region| &region.lenses);
        let custom = self.custom_lens(name).or_else(|| all().find(|lens| lens.arn == name)).ok_or_else(missing)?;
        let published = match version {
            Some(version) => custom.versions.iter().find(|one| one.version == version),
            None => custom.versions.last(),
        };
        match (published, &custom.draft) {
            (Some(one), _) => self.kept(name, &one.version, || custom::read(name, &one.version, &one.json)),
            (None, Some(draft)) if version.is_none_or(|version| version == DRAFT) => {
                custom::read(name, DRAFT, draft).map(Arc::new).map_err(|problems| Refusal::other(problems.join("; ")))
            }
            (None, _) => Err(missing()),
        }
    }

    fn kept(
        &self,
        name: &str,
        version: &str,
        read: impl FnOnce() -> Result<Lens, Vec<String>>,
    ) -> Result<Arc<Lens>, Refusal> {
        let key = (name.to_owned(), version.to_owned());
        if let Some(lens) = self.lenses.borrow().get(&key) {
            return Ok(Arc::clone(lens));
        }
        let lens = Arc::new(read().map_err(|problems| Refusal::other(problems.join("; ")))?);
        self.lenses.borrow_mut().insert(key, Arc::clone(&lens));
        Ok(lens)
    }
}

/// What the version of an unpublished lens is called.
pub(crate) const DRAFT: &str = "DRAFT";

/// Whether a share is for an account: its id, or the ARN of a user of it.
pub(crate) fn is_for(share: &Share, account: &str) -> bool {
    let of_user = share.with.strip_prefix("arn:aws:iam::").and_then(|rest| rest.split(':').next());
    share.with == account || of_user == Some(account)
}

/// The account of a key.
pub(crate) fn account_of(key: &str) -> &str {
    key.split('/').next().unwrap_or_default()
}

/// A time as the API writes it: seconds with a fraction.
pub(crate) fn stamp(milliseconds: Stamp) -> Value {
    let (seconds, rest) = (milliseconds.checked_div(1000).unwrap_or(0), milliseconds.checked_rem(1000).unwrap_or(0));
    let text = format!("{seconds}.{rest:03}");
    text.parse::<Number>().map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_numbers_with_a_fraction() {
        let check = |milliseconds: Stamp, expected: &str| assert_eq!(stamp(milliseconds).to_string(), expected);
        check(1_767_225_600_123, "1767225600.123");
        check(1_767_225_600_000, "1767225600.0");
        check(5, "0.005");
    }
}
