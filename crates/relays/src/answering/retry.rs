//! When to try again: Retry-After (RFC 9110 §10.2.3) and the providers' own headers.

use super::path::HttpResponse;
use serde::{Deserialize, Serialize};

/// A header that says when to try again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryHeader {
    /// The header.
    pub header: String,
    /// What its number counts.
    pub unit: Unit,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Seconds from now.
    Seconds,
    /// Seconds since 1970, UTC.
    Epoch,
}

/// Nobody waits longer in one run: a day.
const LONGEST: i64 = 86_400;

/// Seconds to wait, where the answer says so. `now` is in seconds since 1970. A moment that is over is now: clocks
/// differ.
pub(crate) fn after(response: &HttpResponse, own: &[RetryHeader], now: i64) -> Option<u32> {
    let standard = || {
        let value = response.header("retry-after")?.trim();
        value.parse::<i64>().ok().or_else(|| Some(http_date(value)? - now))
    };
    let theirs = || {
        own.iter().find_map(|retry| {
            let number = response.header(&retry.header)?.trim().parse::<f64>().ok()?.ceil() as i64;
            Some(if retry.unit == Unit::Epoch { number - now } else { number })
        })
    };
    standard().or_else(theirs).and_then(|seconds| u32::try_from(seconds.clamp(0, LONGEST)).ok())
}

/// Seconds since 1970 of an IMF-fixdate, the one form in which dates are written today (RFC 9110 §5.6.7).
fn http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_once(", ")?.1.split(' ');
    let day: i64 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
    let year: i64 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if words.next() != Some("GMT") || !(1970..=9999).contains(&year) {
        return None;
    }
    // Days since 1970 in the Gregorian calendar, with years that begin in March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&str, &str)], expected: Option<u32>) {
        let own = [
            RetryHeader { header: "x-reset".into(), unit: Unit::Epoch },
            RetryHeader { header: "x-wait".into(), unit: Unit::Seconds },
        ];
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let response = HttpResponse { status: 429, headers, body: String::new() };
        assert_eq!(after(&response, &own, 1_445_412_470), expected, "{response:?}");
    }

    #[test]
    fn waits_are_read() {
        check(&[], None);
        check(&[("Retry-After", "120")], Some(120));
        check(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")], Some(10));
        check(&[("retry-after", "Wed, 21 Oct 2015 07:27:00 GMT")], Some(0));
        check(&[("retry-after", "soon"), ("x-wait", "2.5")], Some(3));
        check(&[("X-Reset", "1445412475")], Some(5));
        check(&[("X-Reset", "99999999999")], Some(86_400));
        check(&[("retry-after", "-5")], Some(0));
        check(&[("retry-after", "Wednesday, 21-Oct-15 07:28:00 GMT")], None);
    }
}
