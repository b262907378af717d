//! Which entries of two lists belong together?

/// Each entry of `then` with the first of `now` that is the same and not yet taken, then what is left of `now`.
pub(super) fn pairs<'a, T>(
    then: &'a [T],
    now: &'a [T],
    same: impl Fn(&T, &T) -> bool,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut left: Vec<&T> = now.iter().collect();
    let mut found = Vec::with_capacity(then.len());
    for entry in then {
        let place = left.iter().position(|other| same(entry, other));
        found.push((Some(entry), place.map(|place| left.remove(place))));
    }
    found.extend(left.into_iter().map(|entry| (None, Some(entry))));
    found
}
