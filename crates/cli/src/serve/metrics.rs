//! Figures in the text format of Prometheus (version 0.0.4). It is a few lines of text, so no crate writes them.

use super::running::Server;
use crate::relay::HandedOver;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What became of messages, in the order of [`Metrics::messages`].
const STATES: [&str; 6] = ["accepted", "refused", "later", "unknown", "key-reused", "no-journal"];

/// Counters since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    messages: [AtomicU64; 6],
    bytes: AtomicU64,
    under_way: AtomicU64,
    forwarded: AtomicU64,
    unanswered: AtomicU64,
    turned_away: AtomicU64,
}

impl Metrics {
    /// A message came.
    pub fn began(&self, bytes: usize) {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Its hand-over ended. Returns the state's word.
    pub fn ended(&self, outcome: &HandedOver) -> &'static str {
        self.under_way.fetch_sub(1, Ordering::Relaxed);
        let place = match outcome {
            HandedOver::Accepted { .. } => 0,
            HandedOver::Refused(_) => 1,
            HandedOver::Later(_) => 2,
            HandedOver::Unknown(_) => 3,
            HandedOver::KeyReused => 4,
            HandedOver::NoJournal(_) => 5,
        };
        if let Some(counter) = self.messages.get(place) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        STATES.get(place).copied().unwrap_or_default()
    }

    /// A request was forwarded, and answered or not.
    pub fn forwarded(&self, answered: bool) {
        let counter = if answered { &self.forwarded } else { &self.unanswered };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// A request was turned away because there were too many.
    pub fn turned_away(&self) {
        self.turned_away.fetch_add(1, Ordering::Relaxed);
    }

    fn text(&self) -> String {
        let mut out = String::new();
        let mut family = |name: &str, kind: &str, help: &str, lines: &[(&str, &AtomicU64)]| {
            // Writing into a text does not fail.
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in lines {
                let _ = writeln!(out, "{name}{labels} {}", value.load(Ordering::Relaxed));
            }
        };
        let labels = STATES.map(|state| format!("{{state=\"{state}\"}}"));
        let states: Vec<(&str, &AtomicU64)> = labels.iter().map(String::as_str).zip(&self.messages).collect();
        family("postroom_messages_total", "counter", "Messages by what became of them.", &states);
        family(
            "postroom_message_bytes_total",
            "counter",
            "Bytes of messages that came.",
            &[("", &self.bytes)],
        );
        family(
            "postroom_messages_under_way",
            "gauge",
            "Messages being handed over.",
            &[("", &self.under_way)],
        );
        let forwards = [("{answered=\"yes\"}", &self.forwarded), ("{answered=\"no\"}", &self.unanswered)];
        family("postroom_forwards_total", "counter", "Requests forwarded to providers.", &forwards);
        family(
            "postroom_turned_away_total",
            "counter",
            "Requests above the rate.",
            &[("", &self.turned_away)],
        );
        out
    }
}

/// `GET /metrics`.
pub async fn show(State(server): State<Arc<Server>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], server.metrics.text())
}
