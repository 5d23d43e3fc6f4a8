//! What somebody probably meant: the nearest of the known words.

/// The known word that is nearest to the written one, if one is near enough to be meant.
///
/// Distance is the number of letters that were added, left out, replaced or swapped; case, spaces and underscores
/// do not count. Short words must be nearer than long ones.
pub(crate) fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let plain = fold(written);
    known
        .into_iter()
        .map(|word| (distance(&plain, &fold(word)), word))
        .filter(|(steps, word)| *steps <= allowed(plain.len().min(word.chars().count())))
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, word)| word)
}

fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    }
}

fn fold(word: &str) -> Vec<char> {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Optimal string alignment, three rows at a time.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_a = None;
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut last_b = None;
        for (j, (&y, pair)) in b.iter().zip(above.windows(2)).enumerate() {
            // `windows(2)` gives slices of two, and `row` has got j + 1 entries by now.
            let (diagonal, up) = (pair[0], pair[1]);
            let left = row[j];
            let mut steps = (diagonal + usize::from(x != y)).min(up + 1).min(left + 1);
            if j > 0 && last_a == Some(y) && last_b == Some(x) {
                steps = steps.min(before.get(j - 1).map_or(usize::MAX, |s| s + 1));
            }
            row.push(steps);
            last_b = Some(y);
        }
        before = std::mem::replace(&mut above, row);
        last_a = Some(x);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_steps() {
        for (a, b, steps) in
            [("", "", 0), ("abc", "", 3), ("frist", "first", 1), ("kitten", "sitting", 3), ("ab", "ba", 1)]
        {
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(a), &chars(b)), steps, "{a} {b}");
        }
    }

    #[test]
    fn finds_what_was_meant() {
        let known = ["email", "first_name", "city", "id"];
        assert_eq!(nearest("frist_name", known), Some("first_name"));
        assert_eq!(nearest("FirstName", known), Some("first_name"));
        assert_eq!(nearest("emial", known), Some("email"));
        assert_eq!(nearest("company", known), None);
        assert_eq!(nearest("it", known), None);
    }
}
