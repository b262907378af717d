//! Which risk does each question of a lens have for given answers?
