//! Does each check find what it is for, and nothing in a good lens?
