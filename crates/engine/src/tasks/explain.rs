//! What came back, explained; and, where it is much, counted, filtered and listed.

use crate::batch::{Batch, BounceRow, BouncesQuery, BouncesWindow, PolicyOutcome};
use crate::desk::Desk;
use crate::protocol::Event;
use bounces::{Explanation, Verdict, batch, history, policy};
use diag::Span;

/// Answers that go to the page at once.
const AT_ONCE: usize = 200;
/// The most of a text that goes to the page, in bytes.
const SHOWN: usize = 256 * 1024;
/// What is shown around the evidence of one answer, in bytes.
const AROUND: usize = 1_500;

/// Reads anything that was pasted or dropped, and keeps it on the desk.
pub fn explain(desk: &mut Desk, bytes: &[u8], files: &[(String, usize)]) -> Event {
    desk.came = match files {
        [] => bounces::explain(bytes, None),
        [(name, _)] => bounces::explain(bytes, Some(name)),
        several => bounces::explain_all(cut(bytes, several)),
    };
    desk.explained += 1;
    let came = &desk.came;
    let batch = Batch {
        number: desk.explained,
        answers: came.verdicts.len(),
        counts: batch::counts(&came.verdicts),
        suppress: batch::to_suppress(&came.verdicts).len(),
        dated: came.verdicts.iter().any(|verdict| verdict.date.is_some()),
    };
    Event::Explained(Box::new(beginning(came)), Box::new(batch))
}

/// The files out of the bytes, in which they stand one after another.
fn cut<'b>(bytes: &'b [u8], files: &'b [(String, usize)]) -> impl Iterator<Item = (&'b str, &'b [u8])> {
    let mut rest = bytes;
    files.iter().map(move |(name, length)| {
        let (file, after) = rest.split_at((*length).min(rest.len()));
        rest = after;
        (name.as_str(), file)
    })
}

/// What goes to the page at once.
fn beginning(came: &Explanation) -> Explanation {
    let text = &came.text[..came.text.floor_char_boundary(SHOWN)];
    let mut verdicts: Vec<Verdict> = came.verdicts.iter().take(AT_ONCE).cloned().collect();
    for verdict in &mut verdicts {
        verdict.evidence.retain(|evidence| evidence.span.end <= text.len());
    }
    Explanation {
        input_label: came.input_label.clone(),
        text: text.to_owned(),
        verdicts,
        delivered: Vec::new(),
    }
}

/// The answers that match, from a place on.
pub fn window(came: &Explanation, query: &BouncesQuery) -> Event {
    let wanted = query.search.trim().to_lowercase();
    let matches = |row: &BounceRow| {
        wanted.is_empty()
            || [&row.recipient, &row.codes, &row.title]
                .iter()
                .any(|cell| cell.to_lowercase().contains(&wanted))
    };
    let rows = came
        .verdicts
        .iter()
        .enumerate()
        .filter(|(_, verdict)| query.action.is_empty() || verdict.address_action == query.action)
        .filter(|(_, verdict)| query.cause.is_empty() || batch::cause_key(verdict) == query.cause)
        .map(|(at, verdict)| row(at, verdict))
        .filter(matches);
    let mut window = BouncesWindow { offset: query.offset, ..BouncesWindow::default() };
    for (at, row) in rows.enumerate() {
        window.total += 1;
        if at >= query.offset && window.rows.len() < query.limit {
            window.rows.push(row);
        }
    }
    Event::Bounces(window)
}

fn row(at: usize, verdict: &Verdict) -> BounceRow {
    let codes = [verdict.reply_code.map(|c| c.to_string()), verdict.enhanced_code.map(|c| c.to_string())];
    BounceRow {
        at,
        recipient: verdict.recipient.clone().unwrap_or_default(),
        codes: codes.into_iter().flatten().collect::<Vec<_>>().join(" "),
        title: verdict.title.clone(),
        fault: verdict.fault.clone(),
        action: verdict.address_action.clone(),
        date: verdict.date.clone().unwrap_or_default(),
    }
}

/// One answer with its texts and the lines around its evidence.
pub fn one(came: &Explanation, at: usize) -> Event {
    let Some(verdict) = came.verdicts.get(at) else {
        return Event::Failed { message: "This answer is not there any more".into() };
    };
    let mut verdict = verdict.clone();
    if verdict.why.is_empty()
        && let Some(cause) = bounces::catalogue().cause(&verdict.cause)
    {
        verdict.why.clone_from(&cause.why);
        verdict.advice.clone_from(&cause.advice);
        verdict.references.clone_from(&cause.references);
    }
    let spans = verdict.evidence.iter().map(|evidence| evidence.span);
    let around = spans.reduce(|all, one| Span::new(all.start.min(one.start), all.end.max(one.end)));
    let text = &came.text;
    let around = around.unwrap_or(Span::new(0, 0));
    let from = text.floor_char_boundary(around.start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((around.end + AROUND).min(text.len()));
    // Whole lines are easier to read.
    let from = text
        .get(from..around.start)
        .and_then(|t| t.find('\n'))
        .filter(|_| from > 0)
        .map_or(from, |i| from + i + 1);
    let to = text.get(around.end..to).and_then(|t| t.rfind('\n')).map_or(to, |i| around.end + i);
    for evidence in &mut verdict.evidence {
        evidence.span = Span::new(evidence.span.start - from, evidence.span.end - from);
    }
    let text = text.get(from..to).unwrap_or_default().to_owned();
    let label = came.input_label.clone();
    Event::Bounce(Box::new(Explanation {
        input_label: label,
        text,
        verdicts: vec![verdict],
        delivered: Vec::new(),
    }))
}

/// The addresses of one of the two lists, and the list as CSV.
pub fn list(came: &Explanation, suppress: bool) -> (Event, Option<Vec<u8>>) {
    let addresses = if suppress { batch::to_suppress(&came.verdicts) } else { Vec::new() };
    (Event::BounceList(addresses), Some(batch::csv(&came.verdicts, suppress).into_bytes()))
}

/// Whom each policy would drop by the history that came.
pub fn policies(came: &Explanation) -> Event {
    let history = history::history(came);
    let outcome = |policy: &policy::Policy| PolicyOutcome {
        id: policy.id.clone(),
        name: policy.name.clone(),
        text: policy.text.clone(),
        source: policy.source.clone(),
        dropped: policy::simulate(policy, &history).into_iter().map(|dropped| dropped.recipient).collect(),
    };
    Event::Policies(policy::policies().iter().map(outcome).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(lines: usize) -> Vec<u8> {
        let line = |at: usize| {
            format!(
                "Mar  4 14:21:16 mx postfix/smtp[3]: A: to=<r{at}@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host x said: 550 5.1.1 no such user)\n"
            )
        };
        (0..lines).map(line).collect::<String>().into_bytes()
    }

    #[test]
    fn of_many_answers_the_page_gets_the_first_and_any_window() {
        let mut desk = Desk::default();
        let Event::Explained(first, batch) = explain(&mut desk, &log(3_000), &[]) else { panic!() };
        assert_eq!((first.verdicts.len(), batch.answers, batch.suppress), (AT_ONCE, 3_000, 3_000));
        assert!(first.text.len() <= SHOWN && batch.dated);
        let query = BouncesQuery { search: "R2999@".into(), limit: 10, ..BouncesQuery::default() };
        let Event::Bounces(window) = window(&desk.came, &query) else { panic!() };
        assert_eq!((window.total, window.rows[0].at), (1, 2_999));
        let Event::Bounce(one) = one(&desk.came, 2_999) else { panic!() };
        assert!(one.text.len() < 4 * AROUND && !one.verdicts[0].advice.is_empty());
        for evidence in &one.verdicts[0].evidence {
            assert_eq!(evidence.span.of(&one.text), Some(evidence.text.as_str()));
        }
    }

    #[test]
    fn several_files_are_cut_apart() {
        let (a, b) = (log(1), b"550 5.2.2 mailbox full".to_vec());
        let files = vec![("a.log".to_owned(), a.len()), ("b.txt".to_owned(), b.len())];
        let mut desk = Desk::default();
        let Event::Explained(came, _) = explain(&mut desk, &[a, b].concat(), &files) else { panic!() };
        let causes: Vec<_> = came.verdicts.iter().map(|verdict| verdict.cause.as_str()).collect();
        assert_eq!(causes, ["no-such-address", "mailbox-full"]);
    }

    #[test]
    fn every_policy_says_whom_it_would_drop() {
        let mut desk = Desk::default();
        explain(&mut desk, &log(2), &[]);
        let Event::Policies(outcomes) = policies(&desk.came) else { panic!() };
        assert_eq!(outcomes[0].dropped, ["r0@example.org", "r1@example.org"]);
        assert!(outcomes.iter().any(|outcome| outcome.dropped.is_empty()));
        let (Event::BounceList(addresses), Some(csv)) = list(&desk.came, true) else { panic!() };
        assert_eq!((addresses.len(), csv.iter().filter(|byte| **byte == b'\n').count()), (2, 3));
    }
}
