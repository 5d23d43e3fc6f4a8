//! So many requests a second and no more.

use std::sync::Mutex;
use std::time::Instant;

/// A bucket that fills with time and holds a second's worth.
#[derive(Debug)]
pub struct Limiter {
    per_second: f64,
    bucket: Mutex<(f64, Instant)>,
}

impl Limiter {
    /// A full bucket.
    pub fn new(per_second: u32) -> Limiter {
        let per_second = f64::from(per_second.max(1));
        Limiter { per_second, bucket: Mutex::new((per_second, Instant::now())) }
    }

    /// Takes one; `false` where the bucket is empty.
    pub fn takes(&self) -> bool {
        // A thread that broke while it held the bucket left it as it was, and that is good enough.
        let mut bucket = self.bucket.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = Instant::now();
        let filled = bucket.0 + now.duration_since(bucket.1).as_secs_f64() * self.per_second;
        *bucket = (filled.min(self.per_second), now);
        let takes = bucket.0 >= 1.0;
        if takes {
            bucket.0 -= 1.0;
        }
        takes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_s_worth_passes_at_once() {
        let limiter = Limiter::new(3);
        let passed = (0..100).filter(|_| limiter.takes()).count();
        assert!((3..10).contains(&passed), "{passed}");
    }
}
