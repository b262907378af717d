//! What does the emulator remember?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Everything, by account and Region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    /// By `account/region`.
    pub(crate) regions: BTreeMap<String, Region>,
    /// How many writes have succeeded: the logical clock's time.
    pub(crate) writes: u64,
    /// How many ids were given.
    pub(crate) ids: u64,
}

/// What one account has in one Region, each list in the order of creation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Region {
    pub(crate) workloads: Vec<Workload>,
    pub(crate) lenses: Vec<CustomLens>,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) templates: Vec<Template>,
    pub(crate) shares: Vec<Share>,
    /// Members of `GetGlobalSettings` that were set.
    pub(crate) settings: Map<String, Value>,
    /// Requests that were done under a client token, by `operation/token`.
    pub(crate) done: BTreeMap<String, Done>,
}

/// A request that was done, so that the same one again gets the same answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Done {
    /// Of all parameters.
    pub(crate) sha256: String,
    pub(crate) answer: Value,
}

/// Milliseconds since 1970.
pub(crate) type Stamp = u64;

/// A workload with its reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Workload {
    pub(crate) id: String,
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) updated_at: Stamp,
    /// Members that the API gives as they were set, such as `Environment`.
    pub(crate) attributes: Map<String, Value>,
    pub(crate) tags: BTreeMap<String, String>,
    /// At most one.
    pub(crate) profiles: Vec<AppliedProfile>,
    pub(crate) reviews: Vec<Review>,
    /// In order of their numbers; empty in a milestone's own copy.
    pub(crate) milestones: Vec<Milestone>,
    /// Trusted Advisor checks, as the state file sets them: members of `CheckDetail`.
    #[serde(default)]
    pub(crate) checks: Vec<Map<String, Value>>,
}

/// A profile as applied to a workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AppliedProfile {
    pub(crate) arn: String,
    pub(crate) version: String,
}

/// The workload as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) recorded_at: Stamp,
    pub(crate) workload: Workload,
}

/// A lens applied to a workload, or to a template.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Review {
    /// `wellarchitected`, or a custom lens's ARN.
    pub(crate) alias: String,
    pub(crate) version: String,
    pub(crate) updated_at: Stamp,
    pub(crate) notes: Option<String>,
    pub(crate) pillar_notes: BTreeMap<String, String>,
    /// `JiraConfiguration`, as it was set.
    pub(crate) jira: Option<Value>,
    /// By question id; a question that was never answered has none.
    pub(crate) answers: BTreeMap<String, Answer>,
}

/// What was answered to a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// In the order selected.
    pub(crate) selected: Vec<String>,
    /// What `ChoiceUpdates` set, by choice id.
    pub(crate) choices: BTreeMap<String, ChoiceAnswer>,
    pub(crate) notes: Option<String>,
    pub(crate) is_applicable: bool,
    /// Such as `OUT_OF_SCOPE`, or `NONE`.
    pub(crate) reason: String,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            selected: Vec::new(),
            choices: BTreeMap::new(),
            notes: None,
            is_applicable: true,
            reason: "NONE".to_owned(),
        }
    }
}

/// What was set for one choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChoiceAnswer {
    /// `SELECTED`, `NOT_APPLICABLE` or `UNSELECTED`.
    pub(crate) status: String,
    pub(crate) reason: String,
    pub(crate) notes: Option<String>,
}

/// A custom lens of the account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CustomLens {
    pub(crate) arn: String,
    pub(crate) created_at: Stamp,
    pub(crate) updated_at: Stamp,
    pub(crate) tags: BTreeMap<String, String>,
    /// Lens JSON that is not published yet.
    pub(crate) draft: Option<String>,
    /// Published, oldest first.
    pub(crate) versions: Vec<LensVersion>,
    /// Deleted lenses stay in the reviews that use them.
    pub(crate) is_deleted: bool,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LensVersion {
    pub(crate) version: String,
    pub(crate) is_major: bool,
    pub(crate) published_at: Stamp,
    /// Lens JSON.
    pub(crate) json: String,
}

/// A review profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) created_at: Stamp,
    /// Oldest first; never empty.
    pub(crate) versions: Vec<ProfileVersion>,
    pub(crate) is_deleted: bool,
}

/// What a profile said at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProfileVersion {
    pub(crate) version: String,
    pub(crate) description: String,
    pub(crate) updated_at: Stamp,
    /// Choice ids by question id.
    pub(crate) selected: BTreeMap<String, Vec<String>>,
}

/// A review template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Template {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) notes: Option<String>,
    pub(crate) updated_at: Stamp,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) reviews: Vec<Review>,
}

/// Something shared with another account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    pub(crate) id: String,
    /// `WORKLOAD`, `LENS`, `PROFILE` or `TEMPLATE`.
    pub(crate) kind: String,
    /// Workload id or ARN.
    pub(crate) resource: String,
    /// Account id, or the ARN of a user, organisation or unit.
    pub(crate) with: String,
    /// `READONLY` or `CONTRIBUTOR`, for workloads.
    pub(crate) permission: Option<String>,
    /// Such as `PENDING`.
    pub(crate) status: String,
}
