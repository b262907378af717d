//! Plugins of registries: locked, signed, trusted.
//!
//! A [`Reference`](architrave_registry::Reference) such as `oci://registry.example/plugins/finance:1.2.0` names a plugin; what is
//! loaded is decided by the lock and the operator's trust, every time. An [`Artifact`](architrave_registry::Artifact) exists only
//! when all its digests are right.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use architrave::{builtin, config::Config};
//! use architrave_registry::{Artifact, Form, Lock, Locked, Reference, Store};
//!
//! let folder = tempfile::tempdir().expect("a folder");
//! let component = builtin::component("classic").expect("it is built in");
//! let reference: Reference = "oci://registry.example/plugins/classic:0.1.0".parse().expect("a reference");
//!
//! // A store is an OCI image layout: what `skopeo` and `oras` read as well. `Client` moves artifacts to registries and back.
//! let store = Store::create(&folder.path().join("store")).expect("an empty store");
//! let artifact = Artifact::plugin(component.to_vec()).expect("a component of ours");
//! let name = reference.tagged_name().expect("it has a tag");
//! store.put(&artifact, Some(&name)).expect("it is kept");
//!
//! // The lock holds digests, size, version, contract and signers; what is loaded later has to be exactly that.
//! let locked = Locked::of(component, Some(artifact.digest())).expect("a component of ours");
//! let lock = Lock { path: None, plugins: BTreeMap::from([(reference.to_string(), locked)]) };
//! let form = Form::Plugin { component_bytes_max: 8 << 20 };
//! let found = store.find(&name, form).expect("it can be read").expect("it is there");
//! let entry = lock.find(&reference.to_string()).expect("it is locked");
//! let again = Locked::of(found.component(), Some(found.digest())).expect("a component of ours");
//! assert_eq!(entry.check(&again), Ok(()));
//!
//! // A moved tag gives another digest, and the error names both.
//! let other = Locked::of(builtin::component("balanced").expect("built in"), None).expect("a component of ours");
//! assert_eq!(entry.check(&other).expect_err("another plugin").code(), "lock.digest");
//!
//! // In `architrave.toml` the reference stands in place of a path; unknown keys of `[trust]` are errors.
//! let text = "[plugins.finance]\nsource = \"oci://registry.example/plugins/finance:1.2.0\"\n";
//! assert!(Config::parse(text, "architrave.toml", folder.path()).is_ok());
//! assert!(Config::parse("[trust]\nunsinged = \"allow\"\n", "architrave.toml", folder.path()).is_err());
//! ```
//!
//! [`Supply`](architrave_registry::Supply), the part of a [`Config`](crate::config::Config) that [`Host::load`](crate::host::Host::load)
//! asks, goes through lock, store, registry, signatures and trust in this order.
//! [`Trust`](architrave_registry::Trust) fails closed: a plugin that no rule is for needs no signature only where the operator says
//! so. [`Bundle`](architrave_registry::Bundle) carries plugins, signatures and lock in one file to places without a network.
