//! How is a milestone recorded, given that names are unique and a workload holds a hundred?

use serde::Serialize;

use crate::{
    Connection,
    error::{Call, Error, Kind},
    workload::{ask, same_name},
};

/// Milestones of a workload, at most.
pub const MILESTONES_MAX: usize = 100;
/// From so many on, the quota is worth a warning.
pub const NEAR_QUOTA: usize = 90;
/// Characters of a name: least, most.
pub const NAME_CHARS: (usize, usize) = (3, 100);
/// The largest page of a list.
const PAGE: i32 = 50;

/// A milestone that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Created {
    /// `architrave.milestone/1`.
    pub schema: &'static str,
    /// Of the workload.
    pub workload_id: String,
    /// 1 to 100.
    pub number: i32,
    /// As it was given.
    pub name: String,
    /// What a reader should know: the quota is near, another name is alike. In words.
    pub warnings: Vec<String>,
}

/// Records the present state of a workload, which is named by id or name.
///
/// # Errors
///
/// A name that exists, is too short or too long; a workload that is not there, or has as many milestones as it may; what
/// AWS says.
pub async fn create(connection: &Connection, workload: &str, name: &str) -> Result<Created, Error> {
    let refused = |message: String| {
        Error::new(Kind::Request, Call::new("", format!("cannot record milestone `{name}`")), message)
    };
    let (least, most) = NAME_CHARS;
    let characters = name.chars().count();
    if !(least..=most).contains(&characters) {
        return Err(refused(format!("its name has {characters} characters, {least} to {most} are allowed")));
    }
    let id = ask::find(connection, workload).await?;
    let names = names(connection, &id).await?;
    if let Some((number, _)) = names.iter().find(|(_, found)| found == name) {
        return Err(refused(format!("milestone {number} of workload `{id}` has this name, and names are unique")));
    }
    if names.len() >= MILESTONES_MAX {
        return Err(refused(format!("workload `{id}` has {} milestones, and holds no more", names.len())));
    }
    let mut warnings = Vec::new();
    if names.len() >= NEAR_QUOTA {
        let left = MILESTONES_MAX.saturating_sub(names.len()).saturating_sub(1);
        warnings.push(format!(
            "workload `{id}` holds {MILESTONES_MAX} milestones, and has room for {left} after this one; they can't be deleted"
        ));
    }
    if let Some((number, like)) = names.iter().find(|(_, found)| same_name(found, name)) {
        warnings.push(format!("milestone {number} is called `{like}`, which is easily taken for `{name}`"));
    }
    let number = record(connection, &id, name).await?;
    Ok(Created { schema: "architrave.milestone/1", workload_id: id, number, name: name.to_owned(), warnings })
}

async fn record(connection: &Connection, id: &str, name: &str) -> Result<i32, Error> {
    let on = || Call::new("wellarchitected:CreateMilestone", format!("milestone `{name}` of workload `{id}`"));
    // Names are unique, so the name can be the token: asked for twice it is one milestone.
    let token = architrave_core::digest::bytes(format!("architrave.milestone/1\n{id}\n{name}").as_bytes());
    let client = connection.wellarchitected();
    let request =
        client.create_milestone().workload_id(id).milestone_name(name).client_request_token(token.to_string());
    let answer = request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    answer.milestone_number.ok_or_else(|| Error::new(Kind::Unusable, on(), "the answer has no number"))
}

/// Number and name of every milestone.
async fn names(connection: &Connection, id: &str) -> Result<Vec<(i32, String)>, Error> {
    let on = || Call::new("wellarchitected:ListMilestones", format!("workload `{id}`"));
    let client = connection.wellarchitected();
    let mut pages = client.list_milestones().workload_id(id).max_results(PAGE).into_paginator().send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Error::sdk(on(), &error))?;
        names.extend(page.milestone_summaries().iter().map(|milestone| {
            (
                milestone.milestone_number().unwrap_or_default(),
                milestone.milestone_name().unwrap_or_default().to_owned(),
            )
        }));
    }
    Ok(names)
}
