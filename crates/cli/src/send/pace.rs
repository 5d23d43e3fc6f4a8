//! When the next request may go.

use super::rate::Rate;
use std::time::Duration;
use tokio::time::Instant;

/// The user's bound on messages, the relay's on requests, and a relay that asked to wait.
#[derive(Debug)]
pub struct Pace {
    a_message: Duration,
    a_request: Duration,
    free_at: Instant,
}

impl Pace {
    /// A pace that is free now.
    pub fn new(rate: Option<Rate>, requests_per_second: Option<f64>) -> Pace {
        let a_message = rate.map(Rate::between).unwrap_or_default();
        let bound = requests_per_second.filter(|rate| *rate > 0.0);
        let a_request = bound.map(|rate| Duration::from_secs_f64(1.0 / rate)).unwrap_or_default();
        Pace { a_message, a_request, free_at: Instant::now() }
    }

    /// When the next request may go.
    pub fn free_at(&self) -> Instant {
        self.free_at
    }

    /// Takes note of a request that goes now.
    pub fn goes(&mut self, messages: usize) {
        let count = u32::try_from(messages).unwrap_or(u32::MAX);
        let pause = self.a_message.saturating_mul(count).max(self.a_request);
        self.free_at = self.free_at.max(Instant::now()) + pause;
    }

    /// Nothing goes before this moment.
    pub fn waits_until(&mut self, moment: Instant) {
        self.free_at = self.free_at.max(moment);
    }
}
