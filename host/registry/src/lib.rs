//! Plugins in OCI registries, layouts and bundles.
