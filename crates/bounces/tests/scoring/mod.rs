//! Scores this crate on the shared corpus of bounces, as the corpus's README says.

#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Counts of right and compared.
#[derive(Debug, Default, Clone, Copy)]
pub struct Rate {
    pub right: usize,
    pub of: usize,
}

impl Rate {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    /// In percent; nothing compared is all right.
    pub fn percent(self) -> f64 {
        if self.of == 0 { 100.0 } else { 100.0 * self.right as f64 / self.of as f64 }
    }
}

/// The whole result.
#[derive(Debug, Default)]
pub struct Score {
    pub decoded: Rate,
    pub causes: Rate,
    pub replies: Rate,
    pub enhanced: Rate,
    pub recipients: Rate,
    pub hard: Rate,
    /// Enhanced codes claimed where the truth has none; they do stand in the text.
    pub invented: Vec<String>,
    /// Codes that do not stand in the text.
    pub not_in_text: Vec<String>,
    /// Verdicts on mails that are no bounces.
    pub false_alarms: Vec<String>,
    /// What was wrong, one line each.
    pub faults: Vec<String>,
}

/// Which mails to score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    All,
    /// The third that rules may be tuned on.
    Tune,
    /// The rest.
    Hold,
    /// One half of the rest, tuned on second.
    Second,
    /// The other half, never looked at while tuning.
    Last,
}

/// How the lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    AsStored,
    Crlf,
    Cr,
}

/// The corpus's folder, where there is one.
pub fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("POSTROOM_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    Some(shared.join("corpus/bounces")).filter(|folder| folder.join("truth.jsonl").exists())
}

fn third(name: &str) -> u64 {
    // FNV-1a: the split must not depend on the platform.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) % 3
}

pub fn with_ends(bytes: Vec<u8>, ends: Ends) -> Vec<u8> {
    if ends == Ends::AsStored {
        return bytes;
    }
    let text = bytes.iter().fold((Vec::with_capacity(bytes.len() * 2), 0u8), |(mut out, last), byte| {
        match byte {
            b'\n' if last == b'\r' => {}
            b'\n' | b'\r' => out.extend_from_slice(if ends == Ends::Crlf { b"\r\n" } else { b"\r" }),
            other => out.push(*other),
        }
        (out, *byte)
    });
    text.0
}

/// Scores a share of the corpus.
pub fn score(folder: &std::path::Path, share: Share, ends: Ends) -> Score {
    let accept: BTreeMap<String, Option<Vec<String>>> =
        serde_json::from_slice(&std::fs::read(folder.join("accept.json")).unwrap()).unwrap();
    let truth = std::fs::read_to_string(folder.join("truth.jsonl")).unwrap();
    let mut score = Score::default();
    for line in truth.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let name = record["file"].as_str().unwrap();
        let wanted = match share {
            Share::All => true,
            Share::Tune => third(name) == 0,
            Share::Hold => third(name) != 0,
            Share::Second => third(name) == 1,
            Share::Last => third(name) == 2,
        };
        let Ok(bytes) = std::fs::read(folder.join(name)) else { continue };
        if wanted {
            let bytes = with_ends(bytes, ends);
            compare(&mut score, name, &bytes, record["expect"].as_array().unwrap(), &accept);
        }
    }
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("not-a-bounce") {
            let verdicts = bounces::verdicts(&with_ends(std::fs::read(entry.path()).unwrap(), ends));
            if let Some(verdict) = verdicts.first() {
                score.false_alarms.push(format!("{name}: {}", verdict.cause));
            }
        }
    }
    score
}

fn compare(
    score: &mut Score,
    name: &str,
    bytes: &[u8],
    expect: &[Value],
    accept: &BTreeMap<String, Option<Vec<String>>>,
) {
    let explanation = bounces::explain(bytes, Some(name));
    let verdicts = explanation.verdicts;
    score.decoded.add(verdicts.len() == expect.len());
    if verdicts.len() != expect.len() {
        let got: Vec<_> =
            verdicts.iter().map(|v| (v.recipient.as_deref().unwrap_or("-"), &v.cause)).collect();
        score.faults.push(format!("DECODE {name}: {} records, got {got:?}", expect.len()));
    }
    for verdict in &verdicts {
        for evidence in &verdict.evidence {
            assert_eq!(evidence.span.of(&explanation.text), Some(evidence.text.as_str()), "{name}");
        }
        let there = |code: String| explanation.text.contains(&code);
        if verdict.enhanced_code.is_some_and(|code| !there(code.to_string()))
            || verdict.reply_code.is_some_and(|code| !there(code.to_string()))
        {
            score.not_in_text.push(format!("{name}: {:?} {:?}", verdict.reply_code, verdict.enhanced_code));
        }
    }
    let mut free: Vec<&bounces::Verdict> = verdicts.iter().collect();
    for (at, wanted) in expect.iter().enumerate() {
        let text = |key: &str| wanted[key].as_str().unwrap_or_default();
        let recipient = text("recipient").to_lowercase();
        let same =
            |v: &&bounces::Verdict| v.recipient.as_deref().unwrap_or_default().to_lowercase() == recipient;
        let index =
            free.iter().position(same).or((!free.is_empty())
                .then(|| if free.len() == expect.len() { at.min(free.len() - 1) } else { 0 }));
        let Some(verdict) = index.map(|i| free.remove(i)) else { continue };
        let mut fault = |what: &str, got: String| score.faults.push(format!("{what} {name}: {got}"));
        if !recipient.is_empty() {
            let right = same(&verdict);
            if !right {
                fault("RCPT", format!("{recipient} != {:?}", verdict.recipient));
            }
            score.recipients.add(right);
        }
        let reason = text("reason");
        let mut reasons = vec![reason.to_owned()];
        if let Some(more) = wanted["alt_reason"].as_array() {
            reasons.extend(more.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        if let Some(Some(_)) = accept.get(reason) {
            let right = reasons.iter().any(|reason| match accept.get(reason) {
                Some(Some(causes)) => causes.contains(&verdict.cause),
                _ => true,
            });
            if !right {
                fault(
                    "CAUSE",
                    format!(
                        "{reason} != {} [{}] {:?}",
                        verdict.cause,
                        verdict.rule,
                        verdict.evidence.iter().map(|e| &e.text).collect::<Vec<_>>()
                    ),
                );
            }
            score.causes.add(right);
        }
        let code = text("replycode");
        if !code.is_empty() {
            let got = verdict.reply_code.map(|c| c.to_string()).unwrap_or_default();
            if got != code {
                fault("REPLY", format!("{code} != {got}"));
            }
            score.replies.add(got == code);
        }
        let dsn = text("dsn");
        let got = verdict.enhanced_code.map(|c| c.to_string()).unwrap_or_default();
        if wanted["pseudo"].as_bool() == Some(true) {
            if !got.is_empty() {
                score.invented.push(format!("{name}: claims {got}"));
            }
        } else if !dsn.is_empty() {
            if got != dsn {
                fault("DSN", format!("{dsn} != {got}"));
            }
            score.enhanced.add(got == dsn);
        }
        let about_address =
            matches!(reason, "userunknown" | "hostunknown" | "hasmoved" | "notaccept" | "mailboxfull");
        if let Some(hard) = wanted["hardbounce"].as_bool().filter(|_| about_address) {
            let removes = matches!(verdict.address_action.as_str(), "remove" | "never");
            score.hard.add(removes == hard);
            if removes != hard {
                fault("HARD", format!("{reason} {hard} != {} {}", verdict.cause, verdict.address_action));
            }
        }
    }
}

/// The figures in lines for people.
pub fn print(title: &str, score: &Score) {
    let line = |name: &str, rate: Rate| {
        println!("  {name:<16}{:>6.1} %  ({} of {})", rate.percent(), rate.right, rate.of)
    };
    println!("{title}");
    line("decoded", score.decoded);
    line("causes", score.causes);
    line("reply codes", score.replies);
    line("enhanced codes", score.enhanced);
    line("recipients", score.recipients);
    line("hard or soft", score.hard);
    println!("  invented codes  {:>6}", score.not_in_text.len());
    println!("  unlike the truth{:>6}", score.invented.len());
    println!("  false alarms    {:>6}", score.false_alarms.len());
}
