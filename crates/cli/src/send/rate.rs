//! `--rate`: how many messages at most.

use crate::fail::Fail;
use std::time::Duration;

/// A bound on messages in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    per_second: f64,
}

impl Rate {
    /// Reads `20/s`, `600/min` or `20`, which is a second's.
    ///
    /// # Errors
    /// Anything else, in one line.
    pub fn parse(text: &str) -> Result<Rate, Fail> {
        let (number, seconds) = match text.split_once('/') {
            None | Some((_, "s")) => (text.split('/').next(), 1.0),
            Some((number, "min")) => (Some(number), 60.0),
            Some(_) => (None, 1.0),
        };
        let number = number.and_then(|number| number.trim().parse::<f64>().ok());
        match number.filter(|number| (0.001..=1e6).contains(number)) {
            Some(number) => Ok(Rate { per_second: number / seconds }),
            None => {
                Err(Fail::new(format!("--rate expects a number as in 20/s or 600/min, but found {text:?}")))
            }
        }
    }

    /// The time between two messages.
    pub fn between(self) -> Duration {
        Duration::from_secs_f64(1.0 / self.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_or_refused() {
        for (text, millis) in [("20/s", 50), ("10", 100), ("600/min", 100), ("0.5/s", 2000)] {
            assert_eq!(Rate::parse(text).unwrap().between(), Duration::from_millis(millis), "{text}");
        }
        for bad in ["", "0/s", "-1/s", "5/h", "fast", "1/s/s", "nan", "inf/s"] {
            assert!(Rate::parse(bad).is_err(), "{bad}");
        }
    }
}
