//! Why could an artifact not be moved or read? One place for all messages.

use std::{fmt, io, path::PathBuf, time::Duration};

use architrave_core::{diagnostic::Diagnostic, laws};

use crate::{digest::Digest, form::Form, layout::Store};

/// Characters of a message, at most: registries and artifacts may put texts of any length into it.
const MESSAGE_CHARACTERS_MAX: usize = 1000;

/// Something could not be read, fetched or stored.
///
/// The text says what was attempted, on which thing, and what was found; [`Self::help`] says what to do.
#[derive(Debug)]
pub struct Error {
    attempt: Option<String>,
    kind: Box<Kind>,
}

/// What can be wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("`{text}` is not a reference: {why}")]
    Reference { text: String, why: &'static str },
    #[error("`{text}` is not a tag")]
    Tag { text: String },
    #[error("`{text}` is not a digest of the form `sha256:` and 64 lower-case hexadecimal digits")]
    Digest { text: String },
    #[error("`{reference}` names neither a tag nor a digest")]
    Incomplete { reference: String },

    #[error("it is not a plugin: {cause}")]
    Component { cause: String },
    #[error("the manifest cannot be read: {cause}")]
    Manifest { cause: String },
    #[error("it is a list of manifests for several platforms, not an artifact")]
    Index,
    #[error("the {what} is of type `{found}`, not `{expected}`")]
    MediaType { what: &'static str, found: String, expected: &'static str },
    #[error("it has {found} layers, {} has {}", form.name(), layers(*form))]
    Layers { found: usize, form: Form },
    #[error("the {what} {}, at most {limit} are read", bytes.map_or("is too large".to_owned(), |bytes| format!("has {bytes} bytes")))]
    TooLarge { what: &'static str, bytes: Option<u64>, limit: u64 },
    #[error("it has too many annotations: {cause}")]
    Annotations { cause: String },
    #[error("its title `{title}` is not a plain file name")]
    Title { title: String },
    #[error("a layer is to be fetched from elsewhere: `{url}`")]
    Foreign { url: String },
    #[error("the config does not describe the component: {cause}")]
    Config { cause: String },
    #[error("it has {found} blobs, its manifest names {expected}")]
    Blobs { found: usize, expected: usize },
    #[error("the blob {digest} has {found} bytes, the manifest says {stated}")]
    Size { digest: Digest, stated: u64, found: u64 },
    #[error("the {what} has the digest {found}, expected was {expected}")]
    OtherDigest { what: &'static str, expected: Digest, found: Digest },

    #[error("`{}` cannot be {verb}: {cause}", path.display())]
    File { verb: &'static str, path: PathBuf, cause: io::Error },
    #[error("`{}` is not a plain {expected}", path.display())]
    NotPlain { expected: &'static str, path: PathBuf },
    #[error("`{}` is not an OCI image layout: {cause}", path.display())]
    Layout { path: PathBuf, cause: String },
    #[error("there is no `{name}` in `{}`", path.display())]
    NotStored { name: String, path: PathBuf },
    #[error("the blob {digest} is missing")]
    BlobMissing { digest: Digest },
    #[error("`{}` names `{name}` more than once", path.display())]
    NamedTwice { name: String, path: PathBuf },

    #[error("{cause}")]
    Key { cause: String },
    #[error("{cause}")]
    Signature { cause: String },

    #[error("the registry has no such artifact")]
    NotFound,
    #[error("the registry answered {status}{}", said(detail))]
    Status { status: u16, detail: String },
    #[error("the registry refused access{}", said(detail))]
    Denied { with_credentials: bool, detail: String },
    #[error("the connection failed: {cause}")]
    Connection { cause: String },
    #[error("nothing came for {waited:?}")]
    Idle { waited: Duration },
    #[error("it was not done within {waited:?}")]
    Deadline { waited: Duration },
    #[error("the {what} was cut off")]
    CutOff { what: &'static str },
    #[error("the answer for the {what} says {said} bytes, the manifest says {stated}")]
    SaidSize { what: &'static str, said: u64, stated: u64 },
    #[error("the {what} goes on after the {stated} bytes that the manifest says")]
    GoesOn { what: &'static str, stated: u64 },
    #[error("the answer is compressed with `{encoding}`")]
    Compressed { encoding: String },
    #[error("the answer's {header} cannot be used: `{value}`")]
    Header { header: &'static str, value: String },
    #[error("the registry redirected more than {limit} times")]
    Redirects { limit: usize },
    #[error("the registry sent us to `{target}`: {why}")]
    Redirect { target: String, why: &'static str },
    #[error("the registry wants its token from `{realm}`: {why}")]
    Realm { realm: String, why: &'static str },
    #[error("the token could not be read: {cause}")]
    Token { cause: String },
    #[error("`{host}` is at {address}, {class}, where a registry may not send us")]
    Address { host: String, address: String, class: &'static str },
    #[error("`{host}` is at {address}, which is not this machine")]
    NotLoopback { host: String, address: String },
    #[error("the client could not be started: {cause}")]
    Client { cause: String },
    #[error("the credentials for `{registry}` cannot be used: {cause}")]
    Credentials { registry: String, cause: String },

    #[error("`{}` is not a bundle: {cause}", path.display())]
    Bundle { path: PathBuf, cause: String },
}

impl Error {
    /// Says what was attempted when it happened.
    #[must_use]
    pub(crate) fn while_trying(self, attempt: impl Into<String>) -> Self {
        Self { attempt: Some(attempt.into()), ..self }
    }

    /// An artifact is not in a store, and there is no way to get it.
    #[must_use]
    pub fn not_stored(name: &str, store: &Store) -> Self {
        Kind::NotStored { name: name.to_owned(), path: store.folder().to_owned() }.into()
    }

    pub(crate) fn file(verb: &'static str, path: impl Into<PathBuf>, cause: io::Error) -> Self {
        Kind::File { verb, path: path.into(), cause }.into()
    }

    /// Stable, such as `registry.digest`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &*self.kind {
            Kind::Reference { .. } => "reference.syntax",
            Kind::Tag { .. } => "reference.tag",
            Kind::Digest { .. } => "reference.digest",
            Kind::Incomplete { .. } => "reference.incomplete",
            Kind::Component { .. } => "artifact.component",
            Kind::Manifest { .. } => "artifact.manifest",
            Kind::Index => "artifact.index",
            Kind::MediaType { .. } => "artifact.media-type",
            Kind::Layers { .. } => "artifact.layers",
            Kind::TooLarge { .. } => "artifact.too-large",
            Kind::Annotations { .. } => "artifact.annotations",
            Kind::Title { .. } => "artifact.title",
            Kind::Foreign { .. } => "artifact.foreign",
            Kind::Config { .. } => "artifact.config",
            Kind::Blobs { .. } => "artifact.blobs",
            Kind::Size { .. } | Kind::SaidSize { .. } | Kind::GoesOn { .. } => "artifact.size",
            Kind::OtherDigest { .. } => "artifact.digest",
            Kind::File { .. } => "layout.file",
            Kind::NotPlain { .. } => "layout.not-plain",
            Kind::Layout { .. } => "layout.invalid",
            Kind::NotStored { .. } => "layout.not-found",
            Kind::BlobMissing { .. } => "layout.blob-missing",
            Kind::NamedTwice { .. } => "layout.named-twice",
            Kind::Key { .. } => "key.invalid",
            Kind::Signature { .. } => "signature.invalid",
            Kind::NotFound => "registry.not-found",
            Kind::Status { .. } => "registry.status",
            Kind::Denied { .. } => "registry.denied",
            Kind::Connection { .. } => "registry.connection",
            Kind::Idle { .. } => "registry.idle",
            Kind::Deadline { .. } => "registry.deadline",
            Kind::CutOff { .. } => "registry.cut-off",
            Kind::Compressed { .. } => "registry.compressed",
            Kind::Header { .. } => "registry.header",
            Kind::Redirects { .. } | Kind::Redirect { .. } => "registry.redirect",
            Kind::Realm { .. } => "registry.realm",
            Kind::Token { .. } => "registry.token",
            Kind::Address { .. } | Kind::NotLoopback { .. } => "registry.address",
            Kind::Client { .. } => "registry.client",
            Kind::Credentials { .. } => "registry.credentials",
            Kind::Bundle { .. } => "bundle.invalid",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match &*self.kind {
            Kind::Reference { .. } | Kind::Incomplete { .. } | Kind::Digest { .. } => {
                "write `oci://registry/repository:tag`, or `oci://registry/repository@sha256:…`"
            }
            Kind::Tag { .. } => "a tag is at most 128 letters, digits, `_`, `.` and `-`, the last two not in front",
            Kind::Component { .. } => "give a `.wasm` file made by `architrave plugin build`",
            Kind::Index | Kind::MediaType { .. } | Kind::Layers { .. } => {
                "name a plugin that was pushed by `architrave plugin push`, `wkg` or `oras`: one raw component"
            }
            Kind::TooLarge { what: "layer", .. } => {
                "raise `component_bytes` in `[limits.native]` or `[limits.scripting]` if you trust its origin"
            }
            Kind::Size { .. }
            | Kind::SaidSize { .. }
            | Kind::GoesOn { .. }
            | Kind::OtherDigest { .. }
            | Kind::CutOff { .. } => {
                "do not use it; fetch it again, and tell whoever keeps the registry when that does not help"
            }
            Kind::NotFound | Kind::NotStored { .. } => "see that name and tag are as they were pushed",
            Kind::Denied { with_credentials: false, .. } => "log in first, as with `docker login` or `skopeo login`",
            Kind::Denied { with_credentials: true, .. } => "see that these credentials may do this",
            Kind::Realm { .. } => {
                "if that host is the registry's own, name it by `--token-realm`, or as `token_realms` of the library"
            }
            Kind::Connection { .. } => {
                "see that the registry runs; one without TLS needs `--plain-http`, one with a certificate of your own \
                 `SSL_CERT_FILE`"
            }
            Kind::NotLoopback { .. } => "use `--plain-http` if this network may see what is sent",
            Kind::Layout { .. } => "name a folder that `architrave plugin push`, `skopeo copy` or `oras` made",
            Kind::Key { .. } => {
                "a key is PEM, as `architrave plugin keygen`, `openssl genpkey` and `cosign` write it: for ECDSA on P-256, or \
                 Ed25519"
            }
            Kind::Signature { .. } => "sign it again with `architrave plugin sign`",
            Kind::Credentials { .. } => "log in again, as with `docker login` or `skopeo login`",
            Kind::Bundle { .. } => "make it again with `architrave bundle export`",
            Kind::Manifest { .. }
            | Kind::BlobMissing { .. }
            | Kind::TooLarge { .. }
            | Kind::Annotations { .. }
            | Kind::Title { .. }
            | Kind::Foreign { .. }
            | Kind::Config { .. }
            | Kind::Blobs { .. } => "push it again with `architrave plugin push`",
            Kind::File { .. }
            | Kind::NotPlain { .. }
            | Kind::NamedTwice { .. }
            | Kind::Status { .. }
            | Kind::Idle { .. }
            | Kind::Deadline { .. }
            | Kind::Compressed { .. }
            | Kind::Header { .. }
            | Kind::Redirects { .. }
            | Kind::Redirect { .. }
            | Kind::Token { .. }
            | Kind::Address { .. }
            | Kind::Client { .. } => return None,
        })
    }

    /// Whether the artifact is simply not there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(&*self.kind, Kind::NotFound | Kind::NotStored { .. })
    }

    /// As all other problems are told.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic { help: self.help().map(str::to_owned), ..Diagnostic::error(self.code(), self.to_string()) }
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self { attempt: None, kind: Box::new(kind) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(attempt) = &self.attempt {
            write!(formatter, "{attempt}: ")?;
        }
        // Names, titles and answers are others', of any length and any character.
        let message = self.kind.to_string();
        let cut: String = message.chars().take(MESSAGE_CHARACTERS_MAX).collect();
        formatter.write_str(&laws::clean(&cut))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Kind::File { cause, .. } = &*self.kind { Some(cause) } else { None }
    }
}

fn layers(form: Form) -> String {
    match form.layers() {
        (least, most) if least == most => least.to_string(),
        (_, most) => format!("at most {most}"),
    }
}

fn said(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}
