//! Nothing but the dependencies of the one test binary, `it`.
