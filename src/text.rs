//! Words and numbers as people read them.

/// A count with commas between the thousands.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 error`, `2 errors`.
pub fn some(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A count in at most five characters, for a stamp: `9,999`, `40k`, `1.2M`. Never more than there are.
pub fn stamped(number: usize) -> String {
    match number {
        0..10_000 => count(number),
        10_000..1_000_000 => [&count(number / 1_000), "k"].concat(),
        _ => [&count(number / 1_000_000), ".", &(number / 100_000 % 10).to_string(), "M"].concat(),
    }
}

/// A size as people say it: `840 bytes`, `38 KB`, `2.1 MB`. A kilobyte has 1,024 bytes, as where mail is clipped.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => some(bytes as usize, "byte", "bytes"),
        1024..1_048_576 => format!("{} KB", count((bytes as usize).div_ceil(1024))),
        1_048_576..1_073_741_824 => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
        _ => format!("{:.1} GB", bytes as f64 / 1_073_741_824.0),
    }
}

/// A span of time as people say it: `0.1 s`, `12 s`, `3 min 58 s`.
pub fn time(millis: f64) -> String {
    let seconds = millis / 1000.0;
    if seconds < 10.0 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// A sentence from a diagnostic's message, which starts in lower case.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [(0, "0"), (999, "999"), (1240, "1,240"), (1_000_000, "1,000,000")] {
            assert_eq!(count(number), text);
        }
        assert_eq!((some(1, "row", "rows"), some(2, "row", "rows")), ("1 row".into(), "2 rows".into()));
    }

    #[test]
    fn a_stamp_is_small() {
        assert_eq!([stamped(9_999), stamped(40_999), stamped(1_290_000)], ["9,999", "40k", "1.2M"]);
    }

    #[test]
    fn sizes_and_times_are_said_shortly() {
        assert_eq!([size(0), size(1), size(1025)], ["0 bytes", "1 byte", "2 KB"]);
        assert_eq!([size(329_252_864), size(1_288_490_188)], ["314.0 MB", "1.2 GB"]);
        assert_eq!([time(120.0), time(12_000.0), time(238_000.0)], ["0.1 s", "12 s", "3 min 58 s"]);
        assert_eq!(time(7_320_000.0), "2 h 2 min");
    }

    #[test]
    fn a_sentence_starts_with_a_capital() {
        assert_eq!([sentence("no column"), sentence(""), sentence("über")], ["No column", "", "Über"]);
    }
}
