//! When are two names the same to the service?

/// A name without spaces and capitals, which the service ignores when it compares names of workloads.
fn plain(name: &str) -> String {
    name.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Whether two names are the same.
pub(crate) fn same(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// Whether a name begins with a prefix; capitals are ignored.
pub(crate) fn starts(name: &str, prefix: &str) -> bool {
    name.to_lowercase().starts_with(&prefix.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_capitals_do_not_count() {
        let check = |one: &str, other: &str, expected: bool| assert_eq!(same(one, other), expected, "{one} {other}");
        check("Trading Platform", "tradingplatform", true);
        check("trading\tplatform ", "Trading Platform", true);
        check("trading-platform", "trading platform", false);
    }
}
