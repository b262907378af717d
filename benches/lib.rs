//! Nothing but the dependencies of the benches.
