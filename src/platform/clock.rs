//! The clock and the dice. Only the page has them; the engine is told.

/// Seconds since 1970, UTC.
pub fn now_secs() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Waits so many milliseconds.
pub async fn pause(millis: u32) {
    let (tell, told) = futures_channel::oneshot::channel();
    let timer = gloo::timers::callback::Timeout::new(millis, move || {
        let _ = tell.send(());
    });
    let _ = told.await;
    drop(timer);
}

/// Milliseconds since 1970, UTC.
pub fn now_millis() -> f64 {
    js_sys::Date::now()
}

/// The time of the day as the user's clock shows it, such as `10:42`.
pub fn time_of_day() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

/// A number that differs from run to run, for boundaries and Message-IDs. It need not be secret.
pub fn seed() -> u64 {
    let high = (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    let low = (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    high << 32 | low
}

/// The moment as a postmark has it, such as `22 NOV 10:42`.
pub fn postmark() -> String {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let now = js_sys::Date::new_0();
    let month = MONTHS.get(now.get_month() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", now.get_date(), time_of_day())
}
