//! `--date` and `--seed`: what makes an output the same every time.

use crate::fail::Fail;
use crate::relay::now;
use std::hash::{BuildHasher, Hasher};
use toml::value::{Datetime, Offset};

/// Seconds since 1970, UTC, of an RFC 3339 date such as `2026-03-01T09:30:00Z`; now without one.
///
/// # Errors
/// No such date, or one without a time or an offset.
pub fn date(text: Option<&str>) -> Result<i64, Fail> {
    text.map_or_else(
        || Ok(now()),
        |text| {
            seconds(text).ok_or_else(|| {
                Fail::new(format!(
                    "--date expects a date such as 2026-03-01T09:30:00Z (RFC 3339), but found {text:?}"
                ))
            })
        },
    )
}

/// The seed, or one that nobody had before.
pub fn seed(given: Option<u64>) -> u64 {
    // The standard library's own random keys; a crate for eight bytes would be too much. 53 bits, because JSON readers
    // keep no more of a number.
    given.unwrap_or_else(|| std::hash::RandomState::new().build_hasher().finish() >> 11)
}

fn seconds(text: &str) -> Option<i64> {
    let Datetime { date: Some(date), time: Some(time), offset: Some(offset) } =
        text.parse::<Datetime>().ok()?
    else {
        return None;
    };
    let minutes_east = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    // Days since 1970 in the proleptic Gregorian calendar, the year beginning in March.
    let (year, month) = (i64::from(date.year), i64::from(date.month));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + i64::from(date.day) - 1;
    let days =
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468;
    let second = i64::from(time.second.unwrap_or(0)).min(59);
    Some(
        days * 86_400 + i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + second
            - minutes_east * 60,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_to_the_second() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-03-01T09:30:00Z", 1_772_357_400),
            ("2024-02-29T23:59:59+02:00", 1_709_243_999),
            ("2000-12-31T19:00:00-05:00", 978_307_200),
            ("1969-12-31T23:59:59Z", -1),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for bad in ["", "2026-03-01", "2026-03-01T09:30:00", "2026-13-01T00:00:00Z", "tomorrow"] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }

    #[test]
    fn seeds_differ_unless_given() {
        assert_eq!(seed(Some(7)), 7);
        assert_ne!(seed(None), seed(None));
    }
}
