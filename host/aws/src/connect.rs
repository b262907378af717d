//! How is AWS reached? By the standard chain of credentials and Regions, with deadlines and repetitions of our own.

use std::time::Duration;

use architrave_core::diagnostic::Diagnostic;
use aws_config::{BehaviorVersion, sts::AssumeRoleProvider};
use aws_credential_types::provider::ProvideCredentials;
use aws_sdk_wellarchitected::config::retry::{RetryPartition, TokenBucket};
use aws_smithy_types::{
    retry::{RetryConfig, RetryMode},
    timeout::TimeoutConfig,
};
use aws_types::{SdkConfig, app_name::AppName, region::Region};

use crate::{
    calls::Calls,
    error::{Call, Error, Kind},
};

/// How a connection is opened. Everything that is left out comes from the standard chain: environment, profiles, SSO,
/// roles, container and instance metadata.
#[derive(Debug, Clone)]
pub struct Options {
    /// A profile of the shared configuration.
    pub profile: Option<String>,
    /// Such as `eu-west-1`.
    pub region: Option<String>,
    /// A role to take on with the credentials of the chain.
    pub role_arn: Option<String>,
    /// How long anything may take.
    pub deadlines: Deadlines,
    /// How often a call is repeated.
    pub retries: Retries,
}

impl Default for Options {
    fn default() -> Self {
        let (deadlines, retries) = (Deadlines::default(), Retries::default());
        Self { profile: None, region: None, role_arn: None, deadlines, retries }
    }
}

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// To open a connection.
    pub connect: Duration,
    /// One request and its answer.
    pub attempt: Duration,
    /// A call with all its repetitions and the pauses between them.
    pub operation: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let (connect, attempt, operation) = (Duration::from_secs(5), Duration::from_secs(30), Duration::from_mins(5));
        Self { connect, attempt, operation }
    }
}

/// How often a call is made that was throttled or failed on the server's side. `AWS_RETRY_MODE` and `AWS_MAX_ATTEMPTS`
/// stand over `adaptive` and `attempts` where they are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// The first attempt included.
    pub attempts: u32,
    /// Pause before the first repetition of a throttled call, at most; the next ones double it. After a failure of the
    /// server the SDK begins with its own, of 50 ms.
    pub first_pause: Duration,
    /// Longest pause.
    pub longest_pause: Duration,
    /// Whether the SDK holds back all calls by a rate that it measures. `pull` holds calls back by its own means, which
    /// also do where throttling does not come from the rate.
    pub adaptive: bool,
}

impl Default for Retries {
    fn default() -> Self {
        let (first_pause, longest_pause) = (Duration::from_millis(150), Duration::from_secs(20));
        Self { attempts: 10, first_pause, longest_pause, adaptive: false }
    }
}

/// Credentials, a Region, and how to behave. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Connection {
    config: SdkConfig,
    region: String,
    /// The account of the credentials, where they tell.
    account: Option<String>,
    calls: Calls,
}

impl Connection {
    /// Finds credentials and a Region. Calls are added to `calls`.
    ///
    /// # Errors
    ///
    /// There are no credentials, they have expired, the role may not be taken on, or there is no Region.
    pub async fn open(options: &Options, calls: Calls) -> Result<Self, Error> {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .timeout_config(timeouts(&options.deadlines))
            .retry_config(retry_config(&options.retries, |name| std::env::var(name).ok())?);
        if let Ok(name) = AppName::new(concat!("architrave-", env!("CARGO_PKG_VERSION"))) {
            loader = loader.app_name(name);
        }
        if let Some(profile) = &options.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(region) = &options.region {
            loader = loader.region(Region::new(region.clone()));
        }
        let config = loader.load().await;
        let Some(region) = config.region().map(ToString::to_string) else {
            let call = Call::new("", "cannot connect to AWS");
            return Err(Error::new(Kind::NoRegion, call, "no Region is set"));
        };
        let connection = Self { config, region, account: None, calls };
        match &options.role_arn {
            Some(role) => connection.with_role(role).await,
            None => connection.checked(Call::new("", "cannot find credentials")).await,
        }
    }

    /// The same in another Region.
    #[must_use]
    pub fn in_region(&self, region: &str) -> Self {
        let config = self.config.to_builder().region(Region::new(region.to_owned())).build();
        Self { config, region: region.to_owned(), ..self.clone() }
    }

    /// Takes on a role, with the credentials of this connection.
    ///
    /// # Errors
    ///
    /// The role may not be taken on.
    pub async fn with_role(&self, role_arn: &str) -> Result<Self, Error> {
        let role = AssumeRoleProvider::builder(role_arn).session_name("architrave").configure(&self.config).build();
        let provider = aws_credential_types::provider::SharedCredentialsProvider::new(role.await);
        let mut builder = self.config.to_builder();
        // The cache of the former credentials must not be asked for these.
        builder.set_credentials_provider(Some(provider));
        builder.set_identity_cache(None);
        let connection = Self { config: builder.build(), account: None, ..self.clone() };
        connection.checked(Call::new("sts:AssumeRole", format!("role `{role_arn}`"))).await
    }

    /// Asks for credentials once, so that their lack is one clear error.
    async fn checked(mut self, call: Call) -> Result<Self, Error> {
        let Some(provider) = self.config.credentials_provider() else {
            return Err(Error::new(Kind::NoCredentials, call, "no credentials are set"));
        };
        match provider.provide_credentials().await {
            Ok(credentials) => {
                self.account = credentials.account_id().map(|account| account.as_str().to_owned());
                Ok(self)
            }
            Err(error) => Err(Error::credentials(call, &error)),
        }
    }

    /// Such as `eu-west-1`.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The account of the credentials, where they tell.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// What was asked by this connection and those that it was made from.
    #[must_use]
    pub const fn calls(&self) -> &Calls {
        &self.calls
    }

    /// For clients of other services, without the counting of calls.
    #[must_use]
    pub const fn config(&self) -> &SdkConfig {
        &self.config
    }

    /// A client of Well-Architected; make one and share it: its connections are kept open.
    #[must_use]
    pub fn wellarchitected(&self) -> aws_sdk_wellarchitected::Client {
        // The number of attempts bounds the repetitions of a call. A purse that all calls share would end those of one
        // because of the others.
        let unbounded = RetryPartition::custom("architrave").token_bucket(TokenBucket::unlimited()).build();
        let config = aws_sdk_wellarchitected::config::Builder::from(&self.config)
            .retry_partition(unbounded)
            .interceptor(self.calls.clone());
        aws_sdk_wellarchitected::Client::from_conf(config.build())
    }

    /// A client of Organizations.
    #[must_use]
    pub fn organizations(&self) -> aws_sdk_organizations::Client {
        let config = aws_sdk_organizations::config::Builder::from(&self.config).interceptor(self.calls.clone());
        aws_sdk_organizations::Client::from_conf(config.build())
    }

    /// A client of Systems Manager.
    #[must_use]
    pub fn ssm(&self) -> aws_sdk_ssm::Client {
        let config = aws_sdk_ssm::config::Builder::from(&self.config).interceptor(self.calls.clone());
        aws_sdk_ssm::Client::from_conf(config.build())
    }

    /// A client of S3. An endpoint that is set is an emulator's or a gateway's, which rarely has a host name per bucket.
    #[must_use]
    pub fn s3(&self) -> aws_sdk_s3::Client {
        let mut config = aws_sdk_s3::config::Builder::from(&self.config).interceptor(self.calls.clone());
        let is_set = |name: &str| std::env::var_os(name).is_some();
        if self.config.endpoint_url().is_some() || is_set("AWS_ENDPOINT_URL") || is_set("AWS_ENDPOINT_URL_S3") {
            config = config.force_path_style(true);
        }
        aws_sdk_s3::Client::from_conf(config.build())
    }
}

/// Whether a text can be a Region; which ones there are changes every year.
#[must_use]
pub fn check_region(region: &str) -> Option<Diagnostic> {
    let parts: Vec<&str> = region.split('-').collect();
    let is_word =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let ends_in_number = parts.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if parts.len() >= 3 && parts.iter().all(is_word) && ends_in_number {
        return None;
    }
    let message = format!("`{region}` is not a Region");
    Some(Diagnostic::error("aws.region", message).help("write it as AWS does: `eu-west-1`"))
}

fn timeouts(deadlines: &Deadlines) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(deadlines.connect)
        .operation_attempt_timeout(deadlines.attempt)
        .operation_timeout(deadlines.operation)
        .build()
}

/// With what the environment says.
fn retry_config(retries: &Retries, variable: impl Fn(&str) -> Option<String>) -> Result<RetryConfig, Error> {
    let set = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let refused = |name: &str, value: &str, expected: &str| {
        let call = Call::new("", "cannot connect to AWS");
        Error::new(Kind::Request, call, format!("`{name}` is `{value}`, not {expected}"))
    };
    let mode = match set("AWS_RETRY_MODE") {
        None if retries.adaptive => RetryMode::Adaptive,
        None => RetryMode::Standard,
        Some(mode) => mode.parse().map_err(|_| refused("AWS_RETRY_MODE", &mode, "`standard` or `adaptive`"))?,
    };
    let attempts = match set("AWS_MAX_ATTEMPTS") {
        None => retries.attempts,
        Some(attempts) => {
            let number = attempts.parse().ok().filter(|number| *number > 0);
            number.ok_or_else(|| refused("AWS_MAX_ATTEMPTS", &attempts, "a number above 0"))?
        }
    };
    Ok(RetryConfig::standard()
        .with_retry_mode(mode)
        .with_max_attempts(attempts)
        .with_initial_backoff(retries.first_pause)
        .with_max_backoff(retries.longest_pause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_stands_over_our_own_retries() {
        let rows = [
            ("", "", Some((RetryMode::Standard, 10))),
            ("adaptive", "", Some((RetryMode::Adaptive, 10))),
            ("Standard", "3", Some((RetryMode::Standard, 3))),
            ("", "1", Some((RetryMode::Standard, 1))),
            ("sometimes", "", None),
            ("", "0", None),
            ("", "many", None),
        ];
        for (mode, attempts, expected) in rows {
            let variable = |name: &str| match name {
                "AWS_RETRY_MODE" => Some(mode.to_owned()),
                "AWS_MAX_ATTEMPTS" => Some(attempts.to_owned()),
                _ => None,
            };
            let config = retry_config(&Retries::default(), variable);
            let found = config.as_ref().ok().map(|config| (config.mode(), config.max_attempts()));
            assert_eq!(found, expected, "{mode} {attempts}: {config:?}");
        }
    }
}
