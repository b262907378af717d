//! How are artifacts moved to and from a registry? By the distribution specification, with a bound on everything that the
//! registry decides: bytes, time, redirects, where we go and what we show there.

mod answer;
mod challenge;
mod exchange;
mod origin;
mod pull;
mod push;
mod reach;
mod token;

use std::{collections::BTreeMap, thread, time::Duration};

use crate::{
    artifact::Artifact,
    credentials::Credentials,
    digest::Digest,
    error::{Error, Kind},
    form::Form,
    reference::Reference,
};

use exchange::Session;

/// How registries are reached.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether registries are spoken to without TLS. One on this machine always is.
    pub plain_http: bool,
    /// By registry, hosts other than its own that may give tokens for it. Docker Hub's and GitLab's are known.
    pub token_realms: BTreeMap<String, Vec<String>>,
    /// What we show a registry that asks for it.
    pub credentials: Credentials,
    /// For one connection.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub idle: Duration,
    /// For one call of a [`Client`], all its requests together.
    pub total: Duration,
}

impl Default for Options {
    /// With TLS, without credentials; 10 seconds to connect, 30 of silence, 5 minutes in all.
    fn default() -> Self {
        Self {
            plain_http: false,
            token_realms: BTreeMap::new(),
            credentials: Credentials::none(),
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            total: Duration::from_secs(300),
        }
    }
}

/// Moves artifacts to and from registries.
///
/// Calls block. Each has connections of its own, on a thread of its own, so that programs with and without an
/// asynchronous runtime can make them.
#[derive(Debug, Clone, Default)]
pub struct Client {
    options: Options,
}

impl Client {
    /// A client; nothing is connected yet.
    #[must_use]
    pub const fn new(options: Options) -> Self {
        Self { options }
    }

    /// The same, with less time for each call.
    #[must_use]
    pub(crate) fn within(&self, most: Duration) -> Self {
        Self { options: Options { total: self.options.total.min(most), ..self.options.clone() } }
    }

    /// Fetches an artifact: by digest where the reference has one, else by tag.
    ///
    /// # Errors
    ///
    /// `reference.incomplete`; `registry.…` where it cannot be fetched, `registry.not-found` where it is not there;
    /// `artifact.…` where it is not of this form, too large, or not what its manifest names.
    pub fn pull(&self, reference: &Reference, form: Form) -> Result<Artifact, Error> {
        self.run("pull", reference, async |session| pull::artifact(session, reference, form).await)
    }

    /// As [`Self::pull`], with `None` where the registry has no such artifact.
    ///
    /// # Errors
    ///
    /// As for [`Self::pull`], without `registry.not-found`.
    pub fn find(&self, reference: &Reference, form: Form) -> Result<Option<Artifact>, Error> {
        match self.pull(reference, form) {
            Ok(artifact) => Ok(Some(artifact)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Which manifest a tag stands for now. Computed from the manifest, not believed.
    ///
    /// # Errors
    ///
    /// As for [`Self::pull`], except those about blobs.
    pub fn digest(&self, reference: &Reference) -> Result<Digest, Error> {
        self.run("look up", reference, async |session| Ok(pull::manifest(session, reference).await?.1))
    }

    /// Sends an artifact, under the reference's tag or by digest. What the registry has already is not sent again.
    ///
    /// # Errors
    ///
    /// `reference.incomplete`, `registry.…`; `artifact.digest` where the reference has the digest of another.
    pub fn push(&self, reference: &Reference, artifact: &Artifact) -> Result<(), Error> {
        self.run("push", reference, async |session| push::artifact(session, reference, artifact).await)
    }

    /// Runs an operation with a session of its own, until it is done or its time is over.
    fn run<T: Send>(
        &self,
        verb: &str,
        reference: &Reference,
        operation: impl AsyncFnOnce(&Session<'_>) -> Result<T, Error> + Send,
    ) -> Result<T, Error> {
        let in_time = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|error| Kind::Client { cause: error.to_string() })?;
            let total = self.options.total;
            let result = runtime.block_on(async {
                let session = Session::new(&self.options, reference)?;
                tokio::time::timeout(total, operation(&session))
                    .await
                    .unwrap_or_else(|_| Err(Kind::Deadline { waited: total }.into()))
            });
            // A look-up of a name may still wait for its answer; we do not.
            runtime.shutdown_background();
            result
        };
        let ended = thread::scope(|scope| scope.spawn(in_time).join());
        ended
            .unwrap_or_else(|_| Err(Kind::Client { cause: "it crashed".to_owned() }.into()))
            .map_err(|error: Error| error.while_trying(format!("cannot {verb} `{reference}`")))
    }
}
