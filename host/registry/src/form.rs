//! What may an artifact be? A plugin, or signatures over one; each with its media types and its bounds.

/// Media type of a manifest.
pub const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";

/// Media type of a list of manifests, one per platform: not for plugins, which are the same everywhere.
pub const INDEX_TYPE: &str = "application/vnd.oci.image.index.v1+json";

/// Media type of a plugin's config; CNCF's form for WebAssembly, as `wkg` writes and reads it.
pub const PLUGIN_CONFIG_TYPE: &str = "application/vnd.wasm.config.v0+json";

/// Media type of a component.
pub const COMPONENT_TYPE: &str = "application/wasm";

/// Media type of the config that stands beside signatures.
pub const SIGNATURES_CONFIG_TYPE: &str = "application/vnd.oci.image.config.v1+json";

/// Media type of a signed payload, as cosign writes it.
pub const SIGNATURE_TYPE: &str = "application/vnd.dev.cosign.simplesigning.v1+json";

/// Largest manifest that is read, in bytes.
pub const MANIFEST_BYTES_MAX: u64 = 1 << 20;

/// Annotations of one manifest or one descriptor.
pub(crate) const ANNOTATIONS_MAX: usize = 64;

/// Bytes of the key or the value of an annotation; a chain of certificates beside a signature takes a few thousand.
pub(crate) const ANNOTATION_BYTES_MAX: usize = 16 << 10;

/// What is expected where an artifact is read; everything else is refused before its blobs are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One component, raw.
    Plugin {
        /// Largest component, in bytes: what its resource class allows.
        component_bytes_max: u64,
    },
    /// Payloads, each with a signature over it in an annotation.
    Signatures,
}

impl Form {
    /// Media type that the config must have.
    pub(crate) const fn config_type(self) -> &'static str {
        match self {
            Self::Plugin { .. } => PLUGIN_CONFIG_TYPE,
            Self::Signatures => SIGNATURES_CONFIG_TYPE,
        }
    }

    /// Media type that each layer must have.
    pub(crate) const fn layer_type(self) -> &'static str {
        match self {
            Self::Plugin { .. } => COMPONENT_TYPE,
            Self::Signatures => SIGNATURE_TYPE,
        }
    }

    /// How many layers there may be, the least and the most.
    pub(crate) const fn layers(self) -> (usize, usize) {
        match self {
            Self::Plugin { .. } => (1, 1),
            Self::Signatures => (0, 64),
        }
    }

    /// Largest config, in bytes.
    pub(crate) const fn config_bytes_max(self) -> u64 {
        256 << 10
    }

    /// Largest layer, in bytes.
    pub(crate) const fn layer_bytes_max(self) -> u64 {
        match self {
            Self::Plugin { component_bytes_max } => component_bytes_max,
            Self::Signatures => 64 << 10,
        }
    }

    /// In a sentence.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Plugin { .. } => "a plugin",
            Self::Signatures => "a list of signatures",
        }
    }
}
