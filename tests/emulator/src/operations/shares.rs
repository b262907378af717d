//! Shares of workloads, lenses, profiles and templates, and the invitations that they are to others.

use serde_json::{Map, Value, json};

use super::{lenses, names, profiles, templates};
use crate::{
    context::{Context, account_of, is_for},
    page,
    refusal::Refusal,
    state::{Region, Share},
};

/// What can be shared: its kind in the API, and the request member that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Workload,
    Lens,
    Profile,
    Template,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Workload => "WORKLOAD",
            Self::Lens => "LENS",
            Self::Profile => "PROFILE",
            Self::Template => "TEMPLATE",
        }
    }

    /// Of the invitation's member that holds the resource's name, and how its lists are called.
    const fn word(self) -> &'static str {
        match self {
            Self::Workload => "Workload",
            Self::Lens => "Lens",
            Self::Profile => "Profile",
            Self::Template => "Template",
        }
    }

    /// The resource that a request names, if the caller owns it and it can be shared: workload id or ARN.
    fn resource(self, context: &mut Context<'_>) -> Result<String, Refusal> {
        match self {
            Self::Workload => context.own_workload().map(|workload| workload.id.clone()),
            Self::Profile => profiles::own(context).map(|profile| profile.arn.clone()),
            Self::Template => templates::own(context).map(|template| template.arn.clone()),
            Self::Lens => {
                let lens = lenses::own(context, "shared")?;
                if lens.versions.is_empty() {
                    return Err(Refusal::other("a draft cannot be shared: publish it with CreateLensVersion"));
                }
                Ok(lens.arn.clone())
            }
        }
    }

    /// Members by which answers about a share name its resource.
    fn head(self, resource: &str) -> Map<String, Value> {
        let mut head = Map::new();
        let member = match self {
            Self::Workload => "WorkloadId",
            Self::Lens => return head,
            Self::Profile => "ProfileArn",
            Self::Template => "TemplateArn",
        };
        head.insert(member.to_owned(), json!(resource));
        head
    }
}

fn create(context: &mut Context<'_>, kind: Kind) -> Result<Value, Refusal> {
    let request = context.request;
    let resource = kind.resource(context)?;
    let with = request.required("SharedWith");
    if with == request.account {
        return Err(Refusal::field("SharedWith", "nothing can be shared with its owner"));
    }
    let mut shares = context.region().shares.iter();
    if let Some(share) = shares.find(|share| share.resource == resource && share.with == with) {
        return Err(Refusal::conflict("SHARE", &share.id, format!("it is shared with `{with}` already")));
    }
    let id = context.new_id("share", with);
    let permission = request.text("PermissionType").map(str::to_owned);
    let mut answer = kind.head(&resource);
    answer.insert("ShareId".to_owned(), json!(id));
    let (kind, with) = (kind.name().to_owned(), with.to_owned());
    context.region_mut().shares.push(Share { id, kind, resource, with, permission, status: "PENDING".to_owned() });
    Ok(Value::Object(answer))
}

fn delete(context: &mut Context<'_>, kind: Kind) -> Result<Value, Refusal> {
    let resource = kind.resource(context)?;
    let id = context.request.required("ShareId").to_owned();
    let shares = &mut context.region_mut().shares;
    let position = shares.iter().position(|share| share.id == id && share.resource == resource);
    shares.remove(position.ok_or_else(|| Refusal::not_found("SHARE", &id))?);
    Ok(json!({}))
}

fn list(context: &mut Context<'_>, kind: Kind) -> Result<Value, Refusal> {
    let request = context.request;
    let resource = kind.resource(context)?;
    let prefix = request.text("SharedWithPrefix").unwrap_or_default();
    let shares = context.region().shares.iter().filter(|share| {
        share.resource == resource
            && share.with.starts_with(prefix)
            && request.text("Status").is_none_or(|status| status == share.status)
    });
    let entries = shares.map(|share| {
        let mut summary = json!({"ShareId": share.id, "SharedWith": share.with, "Status": share.status});
        if let (Some(permission), Some(members)) = (&share.permission, summary.as_object_mut()) {
            members.insert("PermissionType".to_owned(), json!(permission));
        }
        summary
    });
    let mut body = page::page(request, &format!("{}ShareSummaries", kind.word()), entries.collect())?;
    if kind != Kind::Profile {
        body.extend(kind.head(&resource));
    }
    Ok(Value::Object(body))
}

pub(super) fn create_workload_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    create(context, Kind::Workload)
}
pub(super) fn create_lens_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    create(context, Kind::Lens)
}
pub(super) fn create_profile_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    create(context, Kind::Profile)
}
pub(super) fn create_template_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    create(context, Kind::Template)
}
pub(super) fn delete_workload_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    delete(context, Kind::Workload)
}
pub(super) fn delete_lens_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    delete(context, Kind::Lens)
}
pub(super) fn delete_profile_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    delete(context, Kind::Profile)
}
pub(super) fn delete_template_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    delete(context, Kind::Template)
}
pub(super) fn list_workload_shares(context: &mut Context<'_>) -> Result<Value, Refusal> {
    list(context, Kind::Workload)
}
pub(super) fn list_lens_shares(context: &mut Context<'_>) -> Result<Value, Refusal> {
    list(context, Kind::Lens)
}
pub(super) fn list_profile_shares(context: &mut Context<'_>) -> Result<Value, Refusal> {
    list(context, Kind::Profile)
}
pub(super) fn list_template_shares(context: &mut Context<'_>) -> Result<Value, Refusal> {
    list(context, Kind::Template)
}

pub(super) fn update_workload_share(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let workload = context.own_workload()?;
    let (workload_id, name) = (workload.id.clone(), workload.name.clone());
    let id = request.required("ShareId");
    let mut shares = context.region_mut().shares.iter_mut();
    let share = shares.find(|share| share.id == id && share.resource == workload_id);
    let share = share.ok_or_else(|| Refusal::not_found("SHARE", id))?;
    share.permission = request.text("PermissionType").map(str::to_owned);
    Ok(json!({
        "WorkloadId": workload_id,
        "WorkloadShare": {
            "ShareId": share.id,
            "SharedBy": request.account,
            "SharedWith": share.with,
            "PermissionType": share.permission,
            "Status": share.status,
            "WorkloadName": name,
            "WorkloadId": workload_id,
        },
    }))
}

pub(super) fn list_share_invitations(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let prefixes = ["WorkloadNamePrefix", "LensNamePrefix", "ProfileNamePrefix", "TemplateNamePrefix"];
    let given: Vec<&str> = prefixes.into_iter().filter(|name| request.text(name).is_some()).collect();
    if given.len() > 1 {
        return Err(Refusal::other(format!("{} exclude one another", given.join(" and "))));
    }
    let end = format!("/{}", request.region);
    let mut entries = Vec::new();
    for (key, region) in context.state.regions.iter().filter(|(key, _)| key.ends_with(&end)) {
        for share in region.shares.iter().filter(|share| share.status == "PENDING" && is_for(share, &request.account)) {
            let Some((word, name)) = shared(context, region, share) else { continue };
            let is_wanted = request.text("ShareResourceType").is_none_or(|kind| kind == share.kind)
                && given.iter().all(|prefix| {
                    prefix.starts_with(word) && names::starts(&name, request.text(prefix).unwrap_or_default())
                });
            if is_wanted {
                let mut entry = invitation(share);
                entry.remove("LensAlias");
                entry.insert("SharedBy".to_owned(), json!(account_of(key)));
                entry.insert("SharedWith".to_owned(), json!(share.with));
                entry.insert(format!("{word}Name"), json!(name));
                if let Some(permission) = &share.permission {
                    entry.insert("PermissionType".to_owned(), json!(permission));
                }
                entries.push(Value::Object(entry));
            }
        }
    }
    page::page(request, "ShareInvitationSummaries", entries).map(Value::Object)
}

/// What is shared: its word and name; `None` where it is gone.
fn shared(context: &Context<'_>, region: &Region, share: &Share) -> Option<(&'static str, String)> {
    let of = &share.resource;
    match share.kind.as_str() {
        "WORKLOAD" => Some(("Workload", region.workloads.iter().find(|one| one.id == *of)?.name.clone())),
        "LENS" => {
            region.lenses.iter().find(|one| one.arn == *of && !one.is_deleted)?;
            Some(("Lens", context.lens(of, None).ok()?.name.clone()))
        }
        "PROFILE" => Some(("Profile", region.profiles.iter().find(|one| one.arn == *of)?.name.clone())),
        _ => Some(("Template", region.templates.iter().find(|one| one.arn == *of)?.name.clone())),
    }
}

/// What `ShareInvitation` and its summary share.
fn invitation(share: &Share) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("ShareInvitationId".to_owned(), json!(share.id));
    members.insert("ShareResourceType".to_owned(), json!(share.kind));
    let names: &[&str] = match share.kind.as_str() {
        "WORKLOAD" => &["WorkloadId"],
        "LENS" => &["LensArn", "LensAlias"],
        "PROFILE" => &["ProfileArn"],
        _ => &["TemplateArn"],
    };
    for name in names {
        members.insert((*name).to_owned(), json!(share.resource));
    }
    members
}

pub(super) fn update_share_invitation(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let id = request.required("ShareInvitationId");
    let end = format!("/{}", request.region);
    let regions = context.state.regions.iter_mut().filter(|(key, _)| key.ends_with(&end));
    let mut shares = regions.flat_map(|(_, region)| region.shares.iter_mut());
    let share = shares.find(|share| share.id == id && is_for(share, &request.account));
    let share = share.ok_or_else(|| Refusal::not_found("SHARE_INVITATION", id))?;
    if share.status != "PENDING" {
        return Err(Refusal::conflict("SHARE_INVITATION", id, format!("the invitation is {} already", share.status)));
    }
    let is_accepted = request.text("ShareInvitationAction") == Some("ACCEPT");
    share.status = if is_accepted { "ACCEPTED" } else { "REJECTED" }.to_owned();
    Ok(json!({"ShareInvitation": invitation(share)}))
}
