//! The command's clock; the crates below are told the time.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970, UTC. A clock before 1970 counts as 1970.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
