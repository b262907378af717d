//! Which server is a registry? Nearly always its own name; Docker Hub's differs.

use reqwest::Url;

use crate::{
    error::{Error, Kind},
    reference::{DOCKER_HUB, Reference},
};

/// Whose server has another name than the registry.
const DOCKER_HUB_SERVER: &str = "registry-1.docker.io";

/// Who gives tokens for registries of everyone: server, host.
const KNOWN_REALMS: [(&str, &str); 2] = [(DOCKER_HUB_SERVER, "auth.docker.io"), ("registry.gitlab.com", "gitlab.com")];

/// Where a registry is, and which of its repositories is meant.
#[derive(Debug)]
pub(super) struct Origin {
    /// `https://host:port/v2/`.
    base: Url,
    pub(super) repository: String,
}

impl Origin {
    /// # Errors
    ///
    /// `reference.syntax` where the registry cannot be a host.
    pub(super) fn of(reference: &Reference, plain_http: bool) -> Result<Self, Error> {
        let is_hub = reference.registry == DOCKER_HUB;
        let server = if is_hub { DOCKER_HUB_SERVER } else { reference.registry.as_str() };
        let not_a_host = || Kind::Reference { text: reference.to_string(), why: "the registry is not a host" };
        let mut base = Url::parse(&format!("https://{server}/v2/")).map_err(|_| not_a_host())?;
        if plain_http || is_loopback(base.host_str().unwrap_or_default()) {
            base = Url::parse(&format!("http://{server}/v2/")).map_err(|_| not_a_host())?;
        }
        Ok(Self { base, repository: reference.repository.clone() })
    }

    /// Something of the repository: `manifests/…`, `blobs/…`.
    ///
    /// # Errors
    ///
    /// `registry.header` where that makes no address; references are such that it always does.
    pub(super) fn url(&self, rest: &str) -> Result<Url, Error> {
        let path = format!("{}/{rest}", self.repository);
        self.base.join(&path).map_err(|_| Kind::Header { header: "address", value: path }.into())
    }

    /// As an address has it: IPv6 in brackets.
    pub(super) fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// Whether there is no TLS.
    pub(super) fn is_plain(&self) -> bool {
        self.base.scheme() == "http"
    }

    /// Whether an address is of the very same server: scheme, host and port.
    pub(super) fn is_of(&self, url: &Url) -> bool {
        url.origin() == self.base.origin()
    }

    /// Whether a host is known to give tokens for this registry.
    pub(super) fn is_known_realm(&self, host: &str) -> bool {
        KNOWN_REALMS.contains(&(self.host(), host))
    }
}

/// Whether a host is this machine, by its name.
pub(super) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
