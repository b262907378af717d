//! Where is to be looked? Accounts and Regions, each with credentials of its own.

use std::{collections::BTreeSet, num::NonZeroUsize, sync::Arc};

use super::{Options, service::Service};
use crate::{
    connect::{self, Connection},
    error::{Call, Error},
};

/// Whose workloads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Accounts {
    /// Those that the credentials see.
    #[default]
    Own,
    /// Those of these accounts; a role of this name is taken on in each.
    Listed {
        /// 12 digits each.
        ids: Vec<String>,
        /// Without `arn:…:role/`, with its path.
        role_name: String,
    },
    /// Those of all active accounts of these units of AWS Organizations, and of the units within them.
    Units {
        /// `ou-…` or `r-…`.
        ids: Vec<String>,
        /// As above.
        role_name: String,
    },
}

/// One account and Region.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) service: Service,
    /// Where the credentials or the list tell.
    pub(super) account: Option<String>,
    pub(super) region: String,
    /// With which credentials and where, for the index.
    pub(super) listed_in: String,
}

/// Opens all places. What cannot be opened is an error beside those that can.
pub(super) async fn open(options: &Options, base: &Connection) -> (Vec<Arc<Place>>, Vec<Error>) {
    let own = vec![base.region().to_owned()];
    let regions = if options.regions.is_empty() { &own } else { &options.regions };
    let calls_max = options.concurrency;
    let mut errors = Vec::new();
    let mut places = Vec::new();
    let (ids, role_name) = match &options.accounts {
        Accounts::Own => {
            let credentials = credentials(&options.connect, base);
            places
                .extend(regions.iter().map(|region| Place::new(base, region, base.account(), &credentials, calls_max)));
            return (places, errors);
        }
        Accounts::Listed { ids, role_name } => (ids.iter().cloned().collect(), role_name),
        Accounts::Units { ids, role_name } => match of_units(base, ids).await {
            Ok(found) => (found, role_name),
            Err(error) => return (places, vec![error]),
        },
    };
    for id in ids {
        let role = role_arn(&id, role_name, base.region());
        match base.with_role(&role).await {
            Ok(connection) => {
                places.extend(regions.iter().map(|region| Place::new(&connection, region, Some(&id), &id, calls_max)));
            }
            Err(error) => errors.push(error),
        }
    }
    (places, errors)
}

impl Place {
    fn new(
        connection: &Connection,
        region: &str,
        account: Option<&str>,
        credentials: &str,
        calls_max: NonZeroUsize,
    ) -> Arc<Self> {
        let shown = account.map_or_else(|| region.to_owned(), |account| format!("account {account}, {region}"));
        let service = Service::new(&connection.in_region(region), &shown, calls_max);
        let listed_in = format!("{credentials}, {region}");
        Arc::new(Self { service, account: account.map(str::to_owned), region: region.to_owned(), listed_in })
    }
}

/// Whose view of an account and Region a listing is; another profile may see other workloads.
fn credentials(connect: &connect::Options, base: &Connection) -> String {
    let profile = connect.profile.as_deref().map(|profile| format!("profile {profile}"));
    let role = connect.role_arn.as_deref().map(|role| format!("role {role}"));
    let account = base.account().map(|account| format!("account {account}"));
    role.or(account).or(profile).unwrap_or_else(|| "default credentials".to_owned())
}

/// The role of this name in an account.
pub(crate) fn role_arn(account: &str, role_name: &str, region: &str) -> String {
    let partition = match region.split('-').next() {
        Some("cn") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    };
    format!("arn:{partition}:iam::{account}:role/{}", role_name.trim_start_matches('/'))
}

/// The active accounts of units, and of the units within them.
async fn of_units(base: &Connection, units: &[String]) -> Result<BTreeSet<String>, Error> {
    let client = base.organizations();
    let mut accounts = BTreeSet::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<String> = units.to_vec();
    while let Some(unit) = open.pop() {
        if !seen.insert(unit.clone()) {
            continue;
        }
        let mut pages = client.list_accounts_for_parent().parent_id(&unit).into_paginator().send();
        while let Some(page) = pages.next().await {
            let call = || Call::new("organizations:ListAccountsForParent", format!("unit `{unit}`"));
            let page = page.map_err(|error| Error::sdk(call(), &error))?;
            accounts.extend(page.accounts.into_iter().flatten().filter(is_active).filter_map(|account| account.id));
        }
        let mut pages = client.list_organizational_units_for_parent().parent_id(&unit).into_paginator().send();
        while let Some(page) = pages.next().await {
            let call = || Call::new("organizations:ListOrganizationalUnitsForParent", format!("unit `{unit}`"));
            let page = page.map_err(|error| Error::sdk(call(), &error))?;
            open.extend(page.organizational_units.into_iter().flatten().filter_map(|unit| unit.id));
        }
    }
    Ok(accounts)
}

/// `State` follows `Status`, which AWS is giving up; an account that has neither is taken for active.
fn is_active(account: &aws_sdk_organizations::types::Account) -> bool {
    let state = account.state().map(aws_sdk_organizations::types::AccountState::as_str);
    let status = account.status().map(aws_sdk_organizations::types::AccountStatus::as_str);
    state.or(status).is_none_or(|word| word == "ACTIVE")
}

#[cfg(test)]
mod tests {
    use super::role_arn;

    #[test]
    fn a_role_has_the_partition_of_the_region() {
        let rows = [
            ("eu-west-1", "Reader", "arn:aws:iam::111122223333:role/Reader"),
            ("cn-north-1", "Reader", "arn:aws-cn:iam::111122223333:role/Reader"),
            ("us-gov-west-1", "/audit/Reader", "arn:aws-us-gov:iam::111122223333:role/audit/Reader"),
        ];
        for (region, name, expected) in rows {
            assert_eq!(role_arn("111122223333", name, region), expected);
        }
    }
}
