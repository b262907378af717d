//! What is wrong with a lens, as its author would want to hear it?
