//! `postroom send`: a batch, handed over message by message, each at most once, however often it is run.

mod rate;
mod tally;

use crate::fail::{Ended, Fail, Verdict};
use crate::output::Output;
use crate::relay::{HandedOver, Journal, Message, Relay, Target};
use mail::Address;
use outbox::{Batch, ManifestRow, ManifestStatus};
use rate::Rate;
use relays::journal::State;
use serde::Serialize;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tally::Tally;
use tokio::task::JoinSet;

/// How many messages are on their way at once.
const AT_ONCE: usize = 8;

/// Hand a batch over to a relay
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The batch, a zip of `postroom export` or of the app
    #[arg(value_name = "BATCH.zip")]
    batch: PathBuf,
    /// Where messages go: file:DIR (a Maildir), smtp://HOST or smtps://HOST
    #[arg(long, value_name = "RELAY")]
    relay: String,
    /// Where outcomes are kept [default: beside the batch]
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// At most so many messages, as in 20/s or 600/min
    #[arg(long, value_name = "N/s")]
    rate: Option<String>,
    /// Prove the batch and show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
}

/// A recipient's line of JSON.
#[derive(Debug, Serialize)]
struct Line<'a> {
    row: u32,
    address: &'a str,
    key: &'a str,
    state: State,
    id: Option<String>,
    /// The mail server's own words.
    reply: Option<String>,
    /// What the relay says of it, where it was not taken.
    message: Option<String>,
}

/// Sends the batch. Ends with problems where a message was not taken.
///
/// # Errors
/// A batch that can't be read or is damaged, a relay that can't be reached.
pub fn run(args: &Args) -> Ended {
    let target = Target::parse(&args.relay)?;
    let rate = args.rate.as_deref().map(Rate::parse).transpose()?;
    let mut batch = open(&args.batch)?;
    prove(&mut batch, &args.batch)?;
    if args.dry_run {
        return dry_run(&batch);
    }
    let transport = target.open()?;
    let journal = args.journal.clone().unwrap_or_else(|| beside(&args.batch));
    let journal = Journal::open(&journal)
        .map_err(|error| Fail::new(format!("can't use the journal {}: {error}", journal.display())))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Fail::new(format!("can't start: {error}")))?;
    runtime.block_on(send(batch, Arc::new(Relay { transport, journal }), rate))
}

type OpenBatch = Batch<BufReader<File>>;

fn open(path: &Path) -> Result<OpenBatch, Fail> {
    let file = File::open(path).map_err(|error| Fail::file("read", path, &error))?;
    Batch::open(BufReader::new(file))
        .map_err(|error| Fail::new(format!("{} is no batch: {error}", path.display())))
}

/// Every hash and header is right before the first message goes out: a damaged batch is not sent by halves.
fn prove(batch: &mut OpenBatch, path: &Path) -> Result<(), Fail> {
    let problems = batch.verify().finish();
    let Some(first) = problems.first() else { return Ok(()) };
    let said = |problem: &diag::Diagnostic| {
        let row = problem.row.map(|row| format!("row {row}: ")).unwrap_or_default();
        format!("{row}{}", problem.message)
    };
    for problem in problems.iter().skip(1).take(20) {
        eprintln!("{}", said(problem));
    }
    Err(Fail::new(format!("{} is damaged, so nothing was sent: {}", path.display(), said(first))))
}

fn kept(batch: &OpenBatch) -> Vec<ManifestRow> {
    let rows = batch.manifest().rows.iter();
    rows.filter(|row| row.status == ManifestStatus::Kept).cloned().collect()
}

fn dry_run(batch: &OpenBatch) -> Ended {
    let mut output = Output::new();
    let rows = kept(batch);
    for row in &rows {
        let key = row.idempotency_key.as_deref().unwrap_or_default();
        let line = Line {
            row: row.row,
            address: &row.address,
            key,
            state: State::Queued,
            id: None,
            reply: None,
            message: None,
        };
        output.json(&line)?;
    }
    output.end()?;
    eprintln!("postroom: {} messages would be sent; nothing was", rows.len());
    Ok(Verdict::Fine)
}

/// The journal's default place. It stands beside the batch, so that running the same command again goes on.
fn beside(batch: &Path) -> PathBuf {
    let mut name = batch.file_name().unwrap_or_default().to_os_string();
    name.push(".journal");
    batch.with_file_name(name)
}

/// Hands the kept rows over, a few at once, in their order.
async fn send(mut batch: OpenBatch, relay: Arc<Relay>, rate: Option<Rate>) -> Ended {
    let rows = kept(&batch);
    let mut tally = Tally::new(rows.len());
    let mut under_way: JoinSet<(ManifestRow, HandedOver)> = JoinSet::new();
    let mut pace = rate.map(|rate| tokio::time::interval(rate.between()));
    let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
    let mut output = Output::new();
    for row in rows {
        if let Some(pace) = &mut pace {
            tokio::select! {
                _ = pace.tick() => {}
                _ = &mut interrupted => tally.interrupt(),
            }
        }
        while under_way.len() >= AT_ONCE && !tally.stops() {
            tokio::select! {
                Some(done) = under_way.join_next() => settle(done, &mut tally, &mut output)?,
                _ = &mut interrupted => tally.interrupt(),
            }
        }
        while let Some(done) = under_way.try_join_next() {
            settle(done, &mut tally, &mut output)?;
        }
        if tally.stops() {
            break;
        }
        let message = read(&mut batch, &row)?;
        let relay = Arc::clone(&relay);
        under_way.spawn(async move {
            let outcome = relay.hand_over(&message).await;
            (row, outcome)
        });
    }
    while let Some(done) = under_way.join_next().await {
        settle(done, &mut tally, &mut output)?;
    }
    output.end()?;
    relay.transport.close().await;
    tally.end()
}

/// The message of a row with its envelope. All of it was proved before, so a failure means that the file changed.
fn read(batch: &mut OpenBatch, row: &ManifestRow) -> Result<Message, Fail> {
    let wrong = |what: String| Fail::new(format!("the batch can't be sent on from row {}: {what}", row.row));
    let bytes = batch.proved_message(row).map_err(|error| wrong(error.to_string()))?;
    let address = |text: &str| Address::parse(text).map_err(|error| wrong(error.to_string()));
    let from = row.envelope_from.as_deref().filter(|from| !from.is_empty()).map(address).transpose()?;
    let key = row.idempotency_key.clone().filter(|key| relays::wire::is_key(key));
    let key = key.ok_or_else(|| wrong("the manifest has no key for it".to_owned()))?;
    Ok(Message { from, to: address(&row.address)?, key, bytes: bytes.into() })
}

/// Writes an outcome's line and counts it.
fn settle(
    done: Result<(ManifestRow, HandedOver), tokio::task::JoinError>,
    tally: &mut Tally,
    output: &mut Output,
) -> Result<(), Fail> {
    let (row, outcome) = done.map_err(|error| Fail::new(format!("a message broke off: {error}")))?;
    tally.count(&outcome);
    let (state, id, reply, message) = match outcome {
        HandedOver::Accepted { id, reply } => (State::Accepted, Some(id), Some(reply), None),
        HandedOver::Refused(trouble) => (State::Refused, None, trouble.reply, Some(trouble.message)),
        HandedOver::Later(trouble) => (State::Later, None, trouble.reply, Some(trouble.message)),
        HandedOver::Unknown(trouble) => (State::Unknown, None, trouble.reply, Some(trouble.message)),
        HandedOver::KeyReused => {
            let message = "another message went out under this key before; nothing was sent";
            (State::Refused, None, None, Some(message.to_owned()))
        }
        HandedOver::NoJournal(_) => (State::Queued, None, None, None),
    };
    output.json(&Line {
        row: row.row,
        address: &row.address,
        key: row.idempotency_key.as_deref().unwrap_or_default(),
        state,
        id,
        reply: reply.as_ref().map(relays::reply_lines),
        message,
    })
}
