//! Lenses: list, read, import, publish, export.

use serde_json::{Map, Value, json};

use super::workloads;
use crate::{
    context::{Context, DRAFT, account_of, stamp},
    lens::{Lens, custom, cut, official},
    page,
    refusal::Refusal,
    state::{CustomLens, LensVersion},
};

/// When the official lenses were made, in the emulator's world.
const OFFICIAL_AT: u64 = 1_735_689_600_000;
/// Most versions of a lens.
const VERSIONS_MAX: usize = 100;

pub(super) fn list_lenses(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let wants = |kind: &str| request.text("LensType").is_none_or(|wanted| wanted == kind);
    let status = request.text("LensStatus").unwrap_or("PUBLISHED");
    let name = request.text("LensName").map(str::to_lowercase);
    let is_named = |lens: &Lens| name.as_ref().is_none_or(|name| lens.name.to_lowercase().contains(name.as_str()));
    let mut entries = Vec::new();
    if wants("AWS_OFFICIAL") && status != DRAFT {
        entries.extend(official::lenses().iter().filter(|lens| is_named(lens)).map(official_summary));
    }
    let own = context.region().lenses.iter().map(|lens| (lens, "CUSTOM_SELF"));
    let shared = context.shared_with_me("LENS").into_iter().filter_map(|(key, share)| {
        let lens = context.region_of(&key).lenses.iter().find(|lens| lens.arn == share.resource)?;
        Some((lens, "CUSTOM_SHARED"))
    });
    for (lens, kind) in own.chain(shared).filter(|(lens, kind)| wants(kind) && !lens.is_deleted) {
        if let Some(version) = lens.versions.last().filter(|_| status != DRAFT) {
            let read = context.lens(&lens.arn, Some(&version.version))?;
            entries.extend(is_named(&read).then(|| summary(lens, &read, kind)));
        }
        if let Some(draft) = lens.draft.as_ref().filter(|_| status != "PUBLISHED" && kind == "CUSTOM_SELF") {
            let read = custom::read(&lens.arn, DRAFT, draft).map_err(|problems| Refusal::other(problems.join("; ")))?;
            entries.extend(is_named(&read).then(|| summary(lens, &read, kind)));
        }
    }
    page::page(request, "LensSummaries", entries).map(Value::Object)
}

fn official_summary(lens: &Lens) -> Value {
    json!({
        "LensArn": lens.arn,
        "LensAlias": lens.alias,
        "LensName": lens.name,
        "LensType": "AWS_OFFICIAL",
        "Description": lens.description,
        "CreatedAt": stamp(OFFICIAL_AT),
        "UpdatedAt": stamp(OFFICIAL_AT),
        "LensVersion": lens.version,
        "LensStatus": "CURRENT",
    })
}

fn summary(lens: &CustomLens, read: &Lens, kind: &str) -> Value {
    json!({
        "LensArn": lens.arn,
        "LensAlias": lens.arn,
        "LensName": cut(&read.name, 128),
        "LensType": kind,
        "Description": cut(&read.description, 1024),
        "CreatedAt": stamp(lens.created_at),
        "UpdatedAt": stamp(lens.updated_at),
        "LensVersion": read.version,
        "Owner": owner(&lens.arn),
        "LensStatus": "CURRENT",
    })
}

/// The account of an ARN.
pub(super) fn owner(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

pub(super) fn get_lens(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let name = context.request.required("LensAlias");
    let read = context.lens(name, context.request.text("LensVersion"))?;
    let mut lens = Map::new();
    let mut set = |member: &str, value: Value| lens.insert(member.to_owned(), value);
    set("LensArn", json!(read.arn));
    set("LensVersion", json!(read.version));
    set("Name", json!(cut(&read.name, 128)));
    set("Description", json!(cut(&read.description, 1024)));
    if read.is_official() {
        set("Owner", json!("Amazon Web Services"));
    } else {
        let custom = context.custom_lens(name).filter(|lens| !lens.is_deleted);
        let custom = custom.ok_or_else(|| Refusal::not_found("LENS", name))?;
        set("Owner", json!(owner(&read.arn)));
        if owner(&read.arn) == account_of(&context.key()) {
            set("Tags", json!(custom.tags));
        } else if let Some((_, share)) =
            context.shared_with_me("LENS").into_iter().find(|(_, share)| share.resource == read.arn)
        {
            set("ShareInvitationId", json!(share.id));
        }
    }
    Ok(json!({"Lens": lens}))
}

/// The custom lens of a request, if the caller owns it.
pub(super) fn own<'a>(context: &'a mut Context<'_>, action: &str) -> Result<&'a mut CustomLens, Refusal> {
    let name = context.request.required("LensAlias").to_owned();
    if official::find(&name).is_some() {
        return Err(Refusal::other(format!("lens `{name}` is provided by AWS and cannot be {action}")));
    }
    if owner(&name) != context.request.account && context.custom_lens(&name).is_some() {
        return Err(Refusal::denied(format!("only the owner of lens `{name}` can do this")));
    }
    let found = context.region_mut().lenses.iter_mut().find(|lens| lens.arn == name && !lens.is_deleted);
    found.ok_or_else(|| Refusal::not_found("LENS", &name))
}

pub(super) fn export_lens(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let version = context.request.text("LensVersion").map(str::to_owned);
    let lens = own(context, "exported")?;
    let published = match &version {
        Some(version) => lens.versions.iter().find(|one| one.version == *version),
        None => lens.versions.last(),
    };
    let draft = lens.draft.as_ref().filter(|_| version.as_deref().is_none_or(|version| version == DRAFT));
    let json = published.map(|one| &one.json).or(draft);
    let json = json.ok_or_else(|| Refusal::not_found("LENS_VERSION", version.as_deref().unwrap_or_default()))?;
    Ok(json!({"LensJSON": json}))
}

pub(super) fn import_lens(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let json = request.required("JSONString").to_owned();
    let lens = custom::read("", DRAFT, &json).and_then(|lens| {
        serde_json::from_str::<Value>(&json).map(|_| lens).map_err(|error| vec![format!("not JSON: {error}")])
    });
    let lens = lens.map_err(|problems| {
        Refusal::fields(&problems.into_iter().map(|problem| ("JSONString".to_owned(), problem)).collect::<Vec<_>>())
    })?;
    let arn = if request.text("LensAlias").is_some() {
        let known = own(context, "changed")?;
        known.draft = Some(json);
        known.updated_at = now;
        known.tags.extend(workloads::tags(request));
        known.arn.clone()
    } else {
        let id = context.new_id("lens", &lens.name);
        let arn = context.arn(&format!("lens/{id}"));
        let tags = workloads::tags(request);
        context.region_mut().lenses.push(CustomLens {
            arn: arn.clone(),
            created_at: now,
            updated_at: now,
            tags,
            draft: Some(json),
            versions: Vec::new(),
            is_deleted: false,
        });
        arn
    };
    Ok(json!({"LensArn": arn, "Status": "COMPLETE"}))
}

pub(super) fn create_lens_version(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let version = request.required("LensVersion").to_owned();
    let lens = own(context, "published")?;
    if lens.versions.iter().any(|one| one.version == version) || version == DRAFT {
        return Err(Refusal::conflict("LENS_VERSION", &version, format!("version `{version}` is there already")));
    }
    if lens.versions.len() >= VERSIONS_MAX {
        let message = format!("a lens has at most {VERSIONS_MAX} versions");
        return Err(Refusal::quota("LENS", &lens.arn, "L-VERSIONS", message));
    }
    let Some(json) = lens.draft.take() else {
        return Err(Refusal::conflict("LENS", &lens.arn, "the lens has no draft to publish: import one first"));
    };
    let is_major = request.flag("IsMajorVersion").unwrap_or(false);
    lens.versions.push(LensVersion { version: version.clone(), is_major, published_at: now, json });
    lens.updated_at = now;
    Ok(json!({"LensArn": lens.arn, "LensVersion": version}))
}
