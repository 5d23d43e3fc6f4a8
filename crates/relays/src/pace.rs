//! How fast: batches within a relay's limits, waits after a "not now", and when to stop.

use crate::outgoing::Outgoing;
use crate::preset::Preset;
use serde_json::Value;

/// Fills requests with letters up to a preset's limits. Letters of one request have in common what the request says
/// once, such as the sender, and whether they have HTML and text: what one lacks it must not take from another.
#[derive(Debug)]
pub struct Filling {
    letters: usize,
    bytes: usize,
    shared: Vec<String>,
    has: usize,
    weighs: usize,
    common: Vec<Value>,
}

impl Filling {
    /// An empty request of a preset.
    pub fn new(preset: &Preset) -> Filling {
        Filling {
            letters: preset.limits.letters,
            bytes: preset.limits.bytes,
            shared: preset.shared_fields(),
            has: 0,
            weighs: 0,
            common: Vec::new(),
        }
    }

    /// Puts a letter in, and says whether it fits. One that does not begins the next request: call [`Filling::next`]
    /// and put it in again. An empty request takes any letter.
    pub fn takes(&mut self, letter: &Outgoing) -> bool {
        let mut common: Vec<Value> = self.shared.iter().map(|name| letter.field(name)).collect();
        common.extend([letter.html.is_some(), letter.text.is_some()].map(Value::from));
        let weight = letter.weight();
        let fits = self.has == 0
            || self.has < self.letters && self.weighs + weight <= self.bytes && self.common == common;
        if fits {
            self.has += 1;
            self.weighs += weight;
            self.common = common;
        }
        fits
    }

    /// Begins the next request.
    pub fn next(&mut self) {
        (self.has, self.weighs) = (0, 0);
    }
}

/// The shortest and the longest wait, in milliseconds.
const SHORTEST: u64 = 500;
const LONGEST: u64 = 300_000;

/// Milliseconds to wait before attempt `attempt` (the second is 1): doubled each time, drawn by `dice` from the upper
/// half, so that many callers do not come back at once. What the relay asked for is kept to, and a little more.
pub fn pause(attempt: u32, after_secs: Option<u32>, dice: u64) -> u64 {
    let whole = SHORTEST.saturating_mul(1 << attempt.min(16)).min(LONGEST);
    let jitter = dice % (whole / 2 + 1);
    match after_secs {
        Some(seconds) => u64::from(seconds) * 1_000 + jitter.min(2_000),
        None => whole / 2 + jitter,
    }
}

/// Says when so many letters are refused that something is wrong with all of them.
#[derive(Debug, Clone)]
pub struct Threshold {
    share: f64,
    recent: Vec<bool>,
    at: usize,
}

/// How many answers are looked at.
const RECENT: usize = 100;
/// Fewer answers than this stop nothing.
const ENOUGH: usize = 20;

impl Threshold {
    /// Stops where more than this share of the last hundred answers is a refusal, from 0 to 1.
    pub fn new(share: f64) -> Threshold {
        Threshold { share, recent: Vec::new(), at: 0 }
    }

    /// Counts an answer, and says whether it is too many now.
    pub fn count(&mut self, refused: bool) -> bool {
        if self.recent.len() < RECENT {
            self.recent.push(refused);
        } else if let Some(oldest) = self.recent.get_mut(self.at) {
            *oldest = refused;
            self.at = (self.at + 1) % RECENT;
        }
        let bad = self.recent.iter().filter(|refused| **refused).count();
        self.recent.len() >= ENOUGH && bad as f64 > self.share * self.recent.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_differ_and_keep_what_was_asked() {
        assert_eq!((pause(0, None, 0), pause(0, None, 250)), (250, 500));
        assert_eq!((pause(3, None, 0), pause(40, None, 0)), (2_000, 150_000));
        assert_eq!(pause(1, Some(60), u64::MAX), 60_000 + u64::MAX % 501);
    }

    proptest::proptest! {
        #[test]
        fn a_wait_has_bounds(attempt: u32, dice: u64) {
            proptest::prop_assert!((SHORTEST / 2..=LONGEST).contains(&pause(attempt, None, dice)));
        }
    }

    #[test]
    fn letters_of_one_request_share_what_it_says_once() {
        let preset = crate::preset("brevo").unwrap();
        let letter = |from: &str, html: Option<&str>| Outgoing {
            from: crate::Person { name: String::new(), email: from.into() },
            html: html.map(str::to_owned),
            text: Some(String::new()),
            ..Outgoing::default()
        };
        let mut filling = Filling::new(preset);
        assert!(
            filling.takes(&letter("a@x.test", Some("1"))) && filling.takes(&letter("a@x.test", Some("2")))
        );
        assert!(!filling.takes(&letter("b@x.test", Some("3"))));
        assert!(!filling.takes(&letter("a@x.test", None)), "it would get the HTML of another");
        filling.next();
        assert!(filling.takes(&letter("a@x.test", None)));
        let large = "x".repeat(preset.limits.bytes);
        assert!(!filling.takes(&Outgoing { text: Some(large), ..letter("a@x.test", None) }));
    }

    #[test]
    fn many_refusals_stop() {
        let mut threshold = Threshold::new(0.1);
        assert!((0..100).all(|n| !threshold.count(n % 10 == 9)));
        assert!(threshold.count(true) || threshold.count(true));
        let mut few = Threshold::new(0.1);
        assert!((0..19).all(|_| !few.count(true)));
        assert!(few.count(true));
    }
}
