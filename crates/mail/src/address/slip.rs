//! How far one word is from another for hands on a keyboard: a key beside the right one, two keys swapped and a key hit
//! twice are light slips, any other letter is a heavy one.

/// A whole wrong key. All costs are in tenths of it.
pub(super) const KEY: u16 = 10;
/// A key beside the right one, or one that looks like it.
const BESIDE: u16 = 5;
/// Two neighbours in the wrong order.
const SWAPPED: u16 = 6;
/// A key hit twice, or once where it belongs twice.
const DOUBLED: u16 = 5;
/// A key too many or too few.
const MISSED: u16 = 8;

/// Longer words are not compared.
const LONGEST: usize = 32;

/// What it costs to mistype `meant` as `written`, in tenths of a key; `None` above `limit`. Both are ASCII in lower case.
pub(super) fn cost(written: &[u8], meant: &[u8], limit: u16) -> Option<u16> {
    if written.len() > LONGEST || meant.len() > LONGEST || !near(written, meant) {
        return None;
    }
    // Optimal string alignment, three rows at a time.
    let mut rows = [[0u16; LONGEST + 1]; 3];
    for j in 1..=meant.len() {
        rows[0][j] = rows[0][j - 1] + missed(meant, j - 1);
    }
    for i in 1..=written.len() {
        let (now, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = rows[last][0] + missed(written, i - 1);
        for j in 1..=meant.len() {
            let (a, b) = (written[i - 1], meant[j - 1]);
            let mut best = rows[last][j - 1] + substitution(a, b);
            best = best.min(rows[last][j] + missed(written, i - 1));
            best = best.min(rows[now][j - 1] + missed(meant, j - 1));
            if i > 1 && j > 1 && a != b && a == meant[j - 2] && written[i - 2] == b {
                best = best.min(rows[before][j - 2] + SWAPPED);
            }
            rows[now][j] = best;
        }
    }
    Some(rows[written.len() % 3][meant.len()]).filter(|cost| *cost <= limit)
}

/// Whether the two can be near at all: by their lengths, and by the letters that only one of them has.
fn near(a: &[u8], b: &[u8]) -> bool {
    let letters = |word: &[u8]| word.iter().fold(0u64, |set, octet| set | 1 << (octet & 63));
    a.len().abs_diff(b.len()) <= 2 && (letters(a) ^ letters(b)).count_ones() <= 4
}

/// The cost of the letter at `at` that the other word does not have.
fn missed(word: &[u8], at: usize) -> u16 {
    let twice = at > 0 && word[at - 1] == word[at] || word.get(at + 1) == Some(&word[at]);
    if twice { DOUBLED } else { MISSED }
}

fn substitution(a: u8, b: u8) -> u16 {
    match () {
        () if a == b => 0,
        () if are_beside(a, b) || are_alike(a, b) => BESIDE,
        () => KEY,
    }
}

/// The rows of a Latin keyboard; each is shifted by about half a key against the one above.
const ROWS: [&[u8]; 4] = [b"1234567890-", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm,."];

fn are_beside(a: u8, b: u8) -> bool {
    let place = |c: u8| {
        ROWS.iter().enumerate().find_map(|(row, keys)| {
            let at = keys.iter().position(|key| *key == c)?;
            // In half keys from the left, rows of a keyboard shifted.
            Some((row, 2 * at + row))
        })
    };
    match (place(a), place(b)) {
        (Some((row_a, x)), Some((row_b, y))) => row_a.abs_diff(row_b) <= 1 && x.abs_diff(y) <= 2,
        _ => false,
    }
}

fn are_alike(a: u8, b: u8) -> bool {
    const ALIKE: [(u8, u8); 5] = [(b'0', b'o'), (b'1', b'l'), (b'i', b'l'), (b'y', b'z'), (b'5', b's')];
    ALIKE.iter().any(|pair| *pair == (a, b) || *pair == (b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, meant: &str, expected: u16) {
        assert_eq!(cost(written.as_bytes(), meant.as_bytes(), 99), Some(expected), "{written}");
    }

    #[test]
    fn light_slips_cost_less_than_heavy_ones() {
        check("gmail", "gmail", 0);
        check("gmial", "gmail", SWAPPED);
        check("gnail", "gmail", BESIDE);
        check("gmaill", "gmail", DOUBLED);
        check("outlok", "outlook", DOUBLED);
        check("gmal", "gmail", MISSED);
        check("gxail", "gmail", KEY);
        check("hotmial", "hotmail", SWAPPED);
        check("yahoo0", "yahoo", MISSED);
    }

    #[test]
    fn far_words_are_told_apart_at_once() {
        assert_eq!(cost(b"example", b"gmail", 99), None);
        assert_eq!(cost(b"gmaul", b"gmail", 4), None);
        assert_eq!(cost(&[b'a'; 40], &[b'a'; 40], 99), None);
    }
}
