//! A server that speaks as AWS Well-Architected does.
