//! The day on which something happened, as far as the text tells it.
//!
//! A day is written as in ISO 8601: `2026-03-04`, or `--03-04` where the text does not tell the year, as the
//! lines of syslog don't. Nothing is guessed, and there is no clock here.

/// The most of a line that is searched; a date stands at its start.
const HEAD: usize = 64;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day in front of a line of a log, in the forms that mail servers write.
pub(crate) fn of_line(line: &str) -> Option<String> {
    let head = line.get(..line.floor_char_boundary(HEAD))?;
    iso(head).or_else(|| tai64n(head)).or_else(|| syslog(head))
}

/// The day of a mail's Date field (RFC 5322 §3.3): `Thu, 29 Oct 2026 23:34:45 +0900`.
pub(crate) fn of_field(value: &str) -> Option<String> {
    let words: Vec<&str> = value.split([' ', ',', '-', '\t', '\n']).filter(|word| !word.is_empty()).collect();
    words.windows(3).find_map(|three| {
        let [day, month, year] = three else { return None };
        let year: i64 = year.get(..4).unwrap_or(year).parse().ok()?;
        // Two digits were usual until 2000 (RFC 5322 §4.3).
        let year = if year < 50 {
            2000 + year
        } else if year < 1000 {
            1900 + year
        } else {
            year
        };
        named(Some(year), month, day)
    })
}

/// The day of a time stamp: ISO 8601 in the text, or seconds or milliseconds since 1970.
pub(crate) fn of_stamp(value: &str) -> Option<String> {
    iso(value).or_else(|| {
        let whole = value.split('.').next()?;
        let number: i64 = whole.parse().ok()?;
        of_seconds(if whole.len() >= 13 { number / 1000 } else { number })
    })
}

/// The day of a number of seconds since 1970.
pub(crate) fn of_seconds(seconds: i64) -> Option<String> {
    // Before 1990 and after 2100 it is no time stamp but some other number.
    (631_152_000..4_102_444_800).contains(&seconds).then(|| {
        let (year, month, day) = civil(seconds.div_euclid(86_400));
        format!("{year:04}-{month:02}-{day:02}")
    })
}

/// Days since 1 January 1970. Days without a year count in the year that is given.
pub(crate) fn number(day: &str, year_else: i64) -> Option<i64> {
    let (year, rest) = match day.strip_prefix("--") {
        Some(rest) => (year_else, rest),
        None => (day.get(..4)?.parse().ok()?, day.get(5..)?),
    };
    let (month, day) = rest.split_once('-')?;
    Some(days(year, month.parse().ok()?, day.parse().ok()?))
}

fn iso(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digits =
        |from: usize, to: usize| bytes.get(from..to).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
    memchr::memchr_iter(b'-', bytes).find_map(|dash| {
        let start = dash.checked_sub(4)?;
        let alone = start == 0 || !bytes[start - 1].is_ascii_digit();
        let shape = alone && digits(start, dash) && digits(dash + 1, dash + 3) && digits(dash + 4, dash + 6);
        let day = text.get(start..start + 10).filter(|_| shape && bytes.get(dash + 3) == Some(&b'-'))?;
        checked(day.get(..4)?.parse().ok(), day.get(5..7)?.parse().ok()?, day.get(8..)?.parse().ok()?)
    })
}

/// `Mar  4 14:21:16`, without a year.
fn syslog(head: &str) -> Option<String> {
    // A priority may stand before it: `<22>Mar  4 …`.
    let head = head.strip_prefix('<').and_then(|rest| Some(rest.split_once('>')?.1)).unwrap_or(head);
    let mut words = head.split(' ').filter(|word| !word.is_empty());
    let (month, day, time) = (words.next()?, words.next()?, words.next()?);
    (time.len() >= 5 && time.as_bytes()[2] == b':').then(|| named(None, month, day)).flatten()
}

/// `@400000005f0a…`: seconds since 1970 plus 2^62 and ten.
fn tai64n(head: &str) -> Option<String> {
    let hex = head.strip_prefix('@')?.get(..16)?;
    let label = u64::from_str_radix(hex, 16).ok()?;
    of_seconds(i64::try_from(label.checked_sub((1 << 62) + 10)?).ok()?)
}

fn named(year: Option<i64>, month: &str, day: &str) -> Option<String> {
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)?;
    checked(year, i64::try_from(month).ok()? + 1, day.parse().ok()?)
}

fn checked(year: Option<i64>, month: i64, day: i64) -> Option<String> {
    let good = (1..=12).contains(&month) && (1..=31).contains(&day);
    match year.filter(|_| good) {
        Some(year) => (1970..2200).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}")),
        None => good.then(|| format!("--{month:02}-{day:02}")),
    }
}

/// Days since 1 January 1970 of a date in the Gregorian calendar, which is periodic in 400 years. The year is
/// taken to begin in March, so that the day of the leap year comes last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The other way round.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let in_march = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(in_march <= 2);
    (year, in_march, day_of_year - (153 * month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Option<String>, expected: &str) {
        assert_eq!(found.unwrap_or_default(), expected);
    }

    #[test]
    fn lines_and_fields() {
        check(of_line("Mar  4 14:21:16 mx1 postfix/smtp[3]: A: to=<a@b>"), "--03-04");
        check(of_line("<22>Dec 31 23:59:59 mx1 x"), "--12-31");
        check(of_line("2018-11-10 12:19:06 [6147] 1gKmyS == a@b"), "2018-11-10");
        check(of_line("2026-01-02T03:04:05.123456+01:00 mx postfix/smtp[3]: x"), "2026-01-02");
        check(of_line("@4000000065e0f00a00000000 delivery 3: failure: x"), "2024-02-29");
        check(of_line("550 5.1.1 User unknown 2026-13-40"), "");
        check(of_field("Thu, 29 Oct 2026 23:34:45 +0900 (JST)"), "2026-10-29");
        check(of_field("29 Oct 99 23:34"), "1999-10-29");
        check(of_stamp("1709164800"), "2024-02-29");
        check(of_stamp("1709164800.123"), "2024-02-29");
        check(of_stamp("1709164800123"), "2024-02-29");
        check(of_stamp("2026-03-04T05:06:07.000Z"), "2026-03-04");
        check(of_stamp("123"), "");
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(number("1970-01-01", 0), Some(0));
        assert_eq!(number("2024-02-29", 0), Some(19_782));
        assert_eq!(number("--02-29", 2024), Some(19_782));
        for day in [-1, 0, 59, 60, 19_782, 40_000] {
            let (y, m, d) = civil(day);
            assert_eq!(days(y, m, d), day);
        }
    }
}
