//! `postroom send`: a batch, handed over message by message, each at most once, however often it is run.

mod dry;
mod feed;
mod going;
mod line;
mod pace;
mod rate;
mod tally;

use crate::dkim::DkimArgs;
use crate::fail::{Ended, Fail};
use crate::relay::{Journal, Relay, Target, Transport};
use crate::verify;
use feed::Feed;
use outbox::Batch;
use rate::Rate;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Hand a batch over to a relay
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The batch, a zip of `postroom export` or of the app
    #[arg(value_name = "BATCH.zip")]
    batch: PathBuf,
    /// Where messages go: file:DIR (a Maildir), smtp://HOST, smtps://HOST or preset:NAME?setting=value
    #[arg(long, value_name = "RELAY")]
    relay: String,
    /// A file with the provider's key, which only you can read [default: POSTROOM_KEY]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Where outcomes are kept [default: beside the batch]
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// At most so many messages, as in 20/s or 600/min
    #[arg(long, value_name = "N/s")]
    rate: Option<String>,
    /// Requests that are out at a time [default: 8, or what the preset says]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    at_once: Option<u16>,
    /// Stop where more than this share of the last hundred answers is a refusal, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 20, value_parser = clap::value_parser!(u8).range(0..=100))]
    stop_at: u8,
    /// Longest wait for a relay that asks to come back later, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    patience: u32,
    /// Send again: refused, unknown, or the row of one recipient; may be repeated
    #[arg(long, value_name = "WHAT")]
    again: Vec<String>,
    /// Prove the batch and show what would be sent, with each request as a curl command, and send nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    dkim: DkimArgs,
}

/// What of an earlier run goes once more.
#[derive(Debug, Default)]
struct Again {
    refused: bool,
    unknown: bool,
    rows: Vec<u32>,
}

impl Again {
    fn read(words: &[String]) -> Result<Again, Fail> {
        let mut again = Again::default();
        for word in words {
            match (word.as_str(), word.parse::<u32>()) {
                ("refused", _) => again.refused = true,
                ("unknown", _) => again.unknown = true,
                (_, Ok(row)) => again.rows.push(row),
                _ => {
                    return Err(Fail::new(format!(
                        "--again expects refused, unknown or a row, but found {word:?}"
                    )));
                }
            }
        }
        Ok(again)
    }
}

/// Sends the batch. Ends with problems where a message was not taken.
///
/// # Errors
/// A batch that can't be read or is damaged, a relay that can't be reached.
pub fn run(args: &Args) -> Ended {
    let target = Target::parse(&args.relay)?;
    let rate = args.rate.as_deref().map(Rate::parse).transpose()?;
    let again = Again::read(&args.again)?;
    let signer = args.dkim.signer()?;
    let mut batch = verify::open(&args.batch)?;
    verify::prove(&mut batch, &args.batch)?;
    if args.dry_run {
        return dry::run(batch, &target, rate);
    }
    let transport = target.open(args.key_file.as_deref())?;
    let signer = transport.takes_signed(signer)?;
    let journal = args.journal.clone().unwrap_or_else(|| beside(&args.batch));
    let journal = Journal::open(&journal)
        .map_err(|error| Fail::new(format!("can't use the journal {}: {error}", journal.display())))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Fail::new(format!("can't start: {error}")))?;
    runtime.block_on(async {
        let limits = going::Limits {
            at_once: args.at_once.map_or_else(|| transport.at_once(), usize::from),
            pace: pace::Pace::new(rate, transport.requests_per_second()),
            stop_at: f64::from(args.stop_at) / 100.0,
            patience: Duration::from_secs(u64::from(args.patience)),
            tries_again: matches!(transport, Transport::Provider(_)),
        };
        let relay = Arc::new(Relay { transport, journal, signer });
        let feed = Feed::open(batch, &relay, &again).await?;
        going::send(feed, relay, limits).await
    })
}

type OpenBatch = Batch<BufReader<File>>;

/// The journal's default place. It stands beside the batch, so that running the same command again goes on.
fn beside(batch: &Path) -> PathBuf {
    let mut name = batch.file_name().unwrap_or_default().to_os_string();
    name.push(".journal");
    batch.with_file_name(name)
}
