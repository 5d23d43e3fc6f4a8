//! `--dry-run`: what would be sent, to the byte, and what it would cost.

use super::OpenBatch;
use super::feed::Feed;
use super::line::Line;
use super::rate::Rate;
use crate::fail::{Ended, Fail, Verdict};
use crate::output::Output;
use crate::relay::{Target, outgoing};
use relays::{Outgoing, PresetError, Talk};

/// Shows the batch. Nothing is opened but the batch, and nothing is sent.
///
/// # Errors
/// A setting that is missing, or a batch that changed.
pub fn run(batch: OpenBatch, target: &Target, rate: Option<Rate>) -> Ended {
    let provider = target.provider();
    let preset = provider.map(|provider| &provider.preset);
    let wrong = |error: PresetError| Fail::new(format!("--relay: {error}"));
    let settings =
        provider.map(|provider| provider.preset.settle(&provider.settings)).transpose().map_err(wrong)?;
    let mut output = Output::new();
    let mut feed = Feed::fresh(batch, preset);
    let (mut messages, mut requests) = (0usize, 0usize);
    while let Some(group) = feed.next()? {
        requests += 1;
        messages += group.rows.len();
        let mut curl = None;
        if let (Some(preset), Some(settings)) = (preset, &settings) {
            let letters: Vec<Outgoing> = group.messages.iter().map(outgoing).collect();
            let talk = Talk::new(preset, settings.clone(), letters.iter().collect());
            curl = Some(match talk.request() {
                Ok(request) => relays::curl(preset, settings, &request),
                Err(error) => format!("# {error}"),
            });
        }
        for row in &group.rows {
            output.json(&Line { curl: curl.take(), ..Line::queued(row) })?;
        }
    }
    output.end()?;
    let per_second = preset.and_then(|preset| preset.limits.per_second);
    let by_relay = per_second.map_or(0.0, |rate| requests as f64 / rate);
    let by_user = rate.map_or(0.0, |rate| rate.between().as_secs_f64() * messages as f64);
    let time = by_relay.max(by_user);
    let time = if time >= 1.0 { format!(", in {time:.0} seconds at least") } else { String::new() };
    let how = match preset {
        Some(preset) => format!(" in {requests} requests to {}{time}", preset.name),
        None => time,
    };
    eprintln!("postroom: {messages} messages would be sent{how}; nothing was");
    Ok(Verdict::Fine)
}
