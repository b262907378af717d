//! What does reading need to be allowed? An IAM policy with the actions that are used, and no other.

use serde_json::{Value, json};

use crate::pull::{Accounts, Milestones, Options, role_arn};

/// Actions of every pull.
const ALWAYS: [&str; 8] = [
    "wellarchitected:ExportLens",
    "wellarchitected:GetLensReview",
    "wellarchitected:GetWorkload",
    "wellarchitected:ListAnswers",
    "wellarchitected:ListLensReviewImprovements",
    "wellarchitected:ListLensReviews",
    "wellarchitected:ListMilestones",
    "wellarchitected:ListWorkloads",
];

/// Actions that a pull with these options uses, sorted. All are read-only.
#[must_use]
pub fn actions(options: &Options, consolidated: bool) -> Vec<&'static str> {
    let mut actions: Vec<&'static str> = Vec::new();
    if consolidated {
        actions.push("wellarchitected:GetConsolidatedReport");
    } else {
        actions.extend(ALWAYS);
        if options.notes {
            actions.push("wellarchitected:GetAnswer");
        }
        if options.selection.milestones != Milestones::Current {
            actions.push("wellarchitected:GetMilestone");
        }
    }
    if options.connect.role_arn.is_some() || options.accounts != Accounts::Own {
        actions.push("sts:AssumeRole");
    }
    if matches!(options.accounts, Accounts::Units { .. }) {
        actions.push("organizations:ListAccountsForParent");
        actions.push("organizations:ListOrganizationalUnitsForParent");
    }
    actions.sort_unstable();
    actions
}

/// The policy as IAM takes it. Taking on a role is allowed for the named roles only; the rest knows no narrower resource
/// that is known beforehand.
#[must_use]
pub fn policy(options: &Options, consolidated: bool) -> Value {
    let actions = actions(options, consolidated);
    let (assume, read): (Vec<&str>, Vec<&str>) = actions.into_iter().partition(|action| *action == "sts:AssumeRole");
    let mut statements = vec![json!({"Sid": "ReadReviews", "Effect": "Allow", "Action": read, "Resource": "*"})];
    if !assume.is_empty() {
        let resources = roles(options);
        statements.push(json!({"Sid": "TakeOnRoles", "Effect": "Allow", "Action": assume, "Resource": resources}));
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn roles(options: &Options) -> Vec<String> {
    let region = options.regions.first().or(options.connect.region.as_ref()).map_or("", String::as_str);
    let by_name = |account: &str, name: &str| role_arn(account, name, region);
    let named = options.connect.role_arn.clone();
    let in_accounts: Vec<String> = match &options.accounts {
        Accounts::Own => Vec::new(),
        Accounts::Listed { ids, role_name } => ids.iter().map(|id| by_name(id, role_name)).collect(),
        Accounts::Units { role_name, .. } => vec![by_name("*", role_name)],
    };
    named.into_iter().chain(in_accounts).collect()
}
