//! Dates as mail writes them (RFC 5322 §3.3) and as file formats do.

use std::fmt;

/// A second of the proleptic Gregorian calendar, in UTC, from the year 1900 (the first that RFC 5322 allows) to
/// 9999. Display is the form of the Date header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
    seconds: u32,
    weekday: u8,
}

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const FIRST: i64 = -2_208_988_800;
const LAST: i64 = 253_402_300_799;

impl Date {
    /// The date of a number of seconds since 1970; what lies outside the range is the nearest end of it.
    pub fn from_unix(now: i64) -> Date {
        let now = now.clamp(FIRST, LAST);
        let (days, seconds) = (now.div_euclid(86_400), now.rem_euclid(86_400));
        // Years are counted from March, so that the leap day is the last of its year, and in eras of 400 years.
        let since_0000_march = days + 719_468;
        let era = since_0000_march.div_euclid(146_097);
        let day_of_era = since_0000_march.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Date {
            year: year as u16,
            month: month as u8,
            day: (day_of_year - (153 * march_month + 2) / 5 + 1) as u8,
            seconds: seconds as u32,
            weekday: days.rem_euclid(7) as u8,
        }
    }

    /// `Tue Nov 24 02:00:00 2026`, as the separator lines of mbox files say it.
    pub fn asctime(self) -> String {
        let (hour, minute, second) = self.time();
        let (weekday, month) = self.words();
        let (day, year) = (self.day, self.year);
        format!("{weekday} {month} {day:2} {hour:02}:{minute:02}:{second:02} {year}")
    }

    /// `2026-11-24T02:00:00Z` (RFC 3339).
    pub fn rfc3339(self) -> String {
        let (hour, minute, second) = self.time();
        let (year, month, day) = (self.year, self.month, self.day);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Time and date as zip files keep them: two 16-bit words, from 1980 to 2107.
    pub(crate) fn dos(self) -> (u16, u16) {
        let year = self.year.clamp(1980, 2107);
        if year != self.year {
            return (0, ((year - 1980) << 9) | (1 << 5) | 1);
        }
        let (hour, minute, second) = self.time();
        let time = ((hour << 11) | (minute << 5) | (second / 2)) as u16;
        (time, ((year - 1980) << 9) | (u16::from(self.month) << 5) | u16::from(self.day))
    }

    fn time(self) -> (u32, u32, u32) {
        (self.seconds / 3_600, self.seconds / 60 % 60, self.seconds % 60)
    }

    fn words(self) -> (&'static str, &'static str) {
        let weekday = WEEKDAYS.get(usize::from(self.weekday)).copied().unwrap_or_default();
        let month = MONTHS.get(usize::from(self.month) - 1).copied().unwrap_or_default();
        (weekday, month)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.time();
        let (weekday, month) = self.words();
        let (day, year) = (self.day, self.year);
        write!(f, "{weekday}, {day} {month} {year} {hour:02}:{minute:02}:{second:02} +0000")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: i64, expected: &str) {
        assert_eq!(Date::from_unix(now).to_string(), expected);
    }

    #[test]
    fn dates_of_the_calendar() {
        check(0, "Thu, 1 Jan 1970 00:00:00 +0000");
        check(951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000");
        check(1_795_485_600, "Tue, 24 Nov 2026 02:00:00 +0000");
        check(-1, "Wed, 31 Dec 1969 23:59:59 +0000");
        check(i64::MIN, "Mon, 1 Jan 1900 00:00:00 +0000");
        check(i64::MAX, "Fri, 31 Dec 9999 23:59:59 +0000");
    }

    #[test]
    fn other_forms() {
        let date = Date::from_unix(1_795_485_600);
        assert_eq!(date.asctime(), "Tue Nov 24 02:00:00 2026");
        assert_eq!(date.rfc3339(), "2026-11-24T02:00:00Z");
        assert_eq!(date.dos(), (2 << 11, (46 << 9) | (11 << 5) | 24));
        assert_eq!(Date::from_unix(0).dos(), (0, 33));
    }
}
