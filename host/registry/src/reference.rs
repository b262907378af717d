//! Where is an artifact? In a repository of a registry, by tag, by digest, or by both.

use std::{fmt, str::FromStr};

use crate::{
    digest::Digest,
    error::{Error, Kind},
};

/// What starts a reference.
const SCHEME: &str = "oci://";

/// Bytes of registry and repository together, as registries bound them.
const NAME_BYTES_MAX: usize = 255;

const TAG_BYTES_MAX: usize = 128;

pub(crate) const DOCKER_HUB: &str = "docker.io";

/// Other names of Docker Hub, which are for machines.
const DOCKER_HUB_SERVERS: [&str; 3] = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];

/// An artifact, or a repository of them, in a registry: `oci://registry/repository:tag@sha256:…`.
///
/// The registry is always written out: a host, and a port where it is not the usual one. Tag and digest may be absent;
/// where both are there, the digest is what counts, and the tag says only what it was once called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Host in lower case, with `:port` where one was given.
    pub registry: String,
    /// Lower-case segments, joined by `/`.
    pub repository: String,
    /// At most 128 characters.
    pub tag: Option<String>,
    /// Of the manifest.
    pub digest: Option<Digest>,
}

impl Reference {
    /// `registry/repository`: what trust is given to, and what a signature names.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.registry, self.repository)
    }

    /// `registry/repository:tag`: the name of an entry in a store; `None` without a tag.
    #[must_use]
    pub fn tagged_name(&self) -> Option<String> {
        Some(format!("{}:{}", self.name(), self.tag.as_deref()?))
    }

    /// The same repository, another tag, and no digest.
    ///
    /// # Errors
    ///
    /// `reference.tag` where it cannot be a tag.
    pub fn with_tag(&self, tag: &str) -> Result<Self, Error> {
        if !is_tag(tag) {
            return Err(Kind::Tag { text: tag.to_owned() }.into());
        }
        Ok(Self { tag: Some(tag.to_owned()), digest: None, ..self.clone() })
    }

    /// The same, by digest as well.
    #[must_use]
    pub fn with_digest(&self, digest: Digest) -> Self {
        Self { digest: Some(digest), ..self.clone() }
    }

    /// Whether a text means a reference rather than a file.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        text.starts_with(SCHEME)
    }

    /// What a registry is asked for: the digest, else the tag.
    ///
    /// # Errors
    ///
    /// `reference.incomplete` where there is neither.
    pub fn wanted(&self) -> Result<String, Error> {
        self.digest
            .map(|digest| digest.to_string())
            .or_else(|| self.tag.clone())
            .ok_or_else(|| Kind::Incomplete { reference: self.to_string() }.into())
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{SCHEME}{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(formatter, ":{tag}")?;
        }
        if let Some(digest) = self.digest {
            write!(formatter, "@{digest}")?;
        }
        Ok(())
    }
}

impl FromStr for Reference {
    type Err = Error;

    /// # Errors
    ///
    /// `reference.syntax`, `reference.tag`, `reference.digest`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |why: &'static str| Error::from(Kind::Reference { text: text.to_owned(), why });
        let rest = text.strip_prefix(SCHEME).ok_or_else(|| wrong("it does not start with `oci://`"))?;
        let (rest, digest) = match rest.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest.parse()?)),
            None => (rest, None),
        };
        let (registry, rest) = rest.split_once('/').ok_or_else(|| wrong("it names no repository"))?;
        let (repository, tag) = match rest.split_once(':') {
            Some((repository, tag)) => (repository, Some(tag)),
            None => (rest, None),
        };
        if rest.len().saturating_add(registry.len()) > NAME_BYTES_MAX.saturating_add(TAG_BYTES_MAX) {
            return Err(wrong("it is too long"));
        }
        let registry = registry.to_ascii_lowercase();
        if !is_registry(&registry) {
            return Err(wrong("the registry is not a host"));
        }
        if !is_written_in_one_way(&registry) {
            return Err(wrong(
                "a registry is written in one way: without port 443, without zeros in front, addresses as usual",
            ));
        }
        if !is_repository(repository) || repository.len().saturating_add(registry.len()) > NAME_BYTES_MAX {
            return Err(wrong(
                "a repository is lower-case letters and digits, joined by `.`, `_`, `-` and, between names, `/`",
            ));
        }
        if DOCKER_HUB_SERVERS.contains(&registry.as_str()) || (registry == DOCKER_HUB && !repository.contains('/')) {
            return Err(wrong("Docker Hub is written `docker.io`, and its own repositories `docker.io/library/…`"));
        }
        if let Some(tag) = tag.filter(|tag| !is_tag(tag)) {
            return Err(Kind::Tag { text: tag.to_owned() }.into());
        }
        Ok(Self { registry, repository: repository.to_owned(), tag: tag.map(str::to_owned), digest })
    }
}

/// A host and perhaps a port; the host a name, an IPv4 address, or an IPv6 address in brackets.
fn is_registry(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    };
    let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0) && !port.starts_with('+'));
    let host_fits = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        }),
    };
    port_fits && host_fits
}

/// Whether an address has this host and port to the letter. A registry that could be written in two ways would have two
/// names: one that a rule is for, and one that it is not for.
fn is_written_in_one_way(registry: &str) -> bool {
    let url = reqwest::Url::parse(&format!("https://{registry}/"));
    url.is_ok_and(|url| match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}") == registry,
        (Some(host), None) => host == registry,
        (None, _) => false,
    })
}

/// Segments of the distribution specification: runs of letters and digits, joined by `.`, `_`, `__` or hyphens.
fn is_repository(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9');
    let joins = |between: &str| matches!(between, "." | "_" | "__") || between.bytes().all(|byte| byte == b'-');
    text.split('/').all(|segment| {
        let ends_plain = |byte: Option<&u8>| byte.is_some_and(|byte| plain(*byte));
        ends_plain(segment.as_bytes().first())
            && ends_plain(segment.as_bytes().last())
            && segment.split(|character: char| u8::try_from(character).is_ok_and(plain)).all(joins)
    })
}

fn is_tag(text: &str) -> bool {
    text.len() <= TAG_BYTES_MAX
        && text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

#[cfg(test)]
mod tests;
