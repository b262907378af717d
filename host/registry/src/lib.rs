//! Plugins in OCI registries, layouts and bundles.
//!
//! An [`Artifact`] is a plugin, or signatures over one, as registries keep it: a manifest and the blobs that it names. A
//! [`Client`] moves artifacts to and from registries, a [`Store`] keeps them in a folder (an OCI image layout). Whatever
//! comes from elsewhere has a bound in bytes and time, and its digest is checked before it is read.
//!
//! This crate runs nothing and depends on no WebAssembly runtime.

mod artifact;
mod bundle;
mod client;
mod component;
mod credentials;
pub mod detached;
mod digest;
mod error;
mod fields;
mod form;
mod keys;
mod layout;
mod lock;
mod manifest;
mod place;
mod policy;
mod reference;
mod refusal;
pub mod signature;
mod supply;

pub use artifact::Artifact;
pub use bundle::Bundle;
pub use client::{Client, Options};
pub use component::Identity;
pub use credentials::Credentials;
pub use digest::Digest;
pub use error::Error;
pub use form::{
    COMPONENT_TYPE, Form, INDEX_TYPE, MANIFEST_BYTES_MAX, MANIFEST_TYPE, PLUGIN_CONFIG_TYPE, SIGNATURE_TYPE,
    SIGNATURES_CONFIG_TYPE,
};
pub use keys::{Algorithm, PublicKey, SecretKey};
pub use layout::{Pruned, Store};
pub use lock::{Change, LOCK_VERSION, Lock, Locked, Shown, changes};
pub use manifest::{Descriptor, Manifest};
pub use place::{Place, Which};
pub use policy::{Decision, Judged, Subject, Trust};
pub use reference::Reference;
pub use refusal::Refusal;
pub use supply::{Problem, Supply};
