//! The check before sending: every merged letter, the rules of the letter, and the list.

use super::{Job, Pace, Turn};
use crate::desk::Desk;
use crate::findings;
use crate::list::Judged;
use crate::protocol::{CheckReport, Event};
use compose::{Branches, Compiled, Letter};
use diag::Diagnostic;
use outbox::{Composer, Options};
use std::sync::Arc;

/// Letters in a step: about a millisecond's work.
const STEP_LETTERS: usize = 16;

/// The seed only names boundaries, which have one length.
const SEED: u64 = 1;

struct Checking {
    compiled: Arc<Compiled>,
    now: i64,
    composer: Composer<'static>,
    branches: Branches,
    at: usize,
    pace: Pace,
    report: CheckReport,
    /// What keeps letters from being made, once a kind, with the number of letters that have it.
    broken: Vec<(Diagnostic, usize)>,
}

/// Begins a check of the letter against the list on the desk.
///
/// # Errors
/// The whole report, where there is nothing to merge: the letter can't be compiled.
pub fn start(desk: &mut Desk, letter: &Letter, now: i64) -> Result<Box<dyn Job>, Box<CheckReport>> {
    let kept = desk.letter(letter);
    let mut report =
        CheckReport { rules: checks::rules(), findings: kept.diagnostics, ..CheckReport::default() };
    match &desk.list {
        Some(list) => report.findings.extend(about_list(&list.judged)),
        None => report.findings.push(
            Diagnostic::error("list-missing", "there is no list of recipients yet")
                .hint("Add one on the page Recipients"),
        ),
    }
    let Some(compiled) = kept.compiled else { return Err(Box::new(finish(report))) };
    // Each letter is made to see whether it can be; what is in its files changes nothing of that, but takes its time.
    let composer = Composer::new(Arc::clone(&compiled), Options { now, seed: SEED })
        .with_files(Arc::new(desk.files.hollow()));
    let branches = compiled.branches();
    Ok(Box::new(Checking {
        compiled,
        now,
        composer,
        branches,
        at: 0,
        pace: Pace::default(),
        report,
        broken: Vec::new(),
    }))
}

fn about_list(list: &Judged) -> Option<Diagnostic> {
    let counts = list.roster.counts();
    let many = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    if counts.kept == 0 {
        let text = "nobody on the list can be written to";
        return Some(
            Diagnostic::error("list-empty", text).hint("Look at the page Recipients for the reasons"),
        );
    }
    (counts.rejected > 0).then(|| {
        let rows = many(counts.rejected, "row of the list gets", "rows of the list get");
        Diagnostic::info("list-rejected", format!("{rows} no letter"))
            .hint("The page Recipients says why, and mends what is certain")
    })
}

impl Job for Checking {
    fn step(&mut self, desk: &mut Desk) -> Turn {
        let kept = desk.list.as_ref().map_or(0, |list| list.judged.roster.kept().len());
        let until = (self.at + STEP_LETTERS).min(kept);
        if let Some(list) = &desk.list {
            for at in self.at..until {
                self.merge(&list.judged, at);
            }
        }
        self.at = until;
        if until < kept {
            return Turn::More(self.pace.say(until as u64, kept as u64));
        }
        let mut report = std::mem::take(&mut self.report);
        report.letters = kept;
        if !desk.files.is_empty() {
            self.weigh(desk, &mut report);
        }
        if let Some(list) = &desk.list {
            report.findings.extend(list.judged.check_fields(&self.compiled));
            report.findings.extend(checks::check_branches(&self.branches));
        }
        report
            .findings
            .extend(self.broken.drain(..).map(|(diagnostic, count)| told(diagnostic, count, kept)));
        Turn::Done(vec![(Event::Checked(Box::new(finish(report))), None)])
    }
}

impl Checking {
    fn merge(&mut self, list: &Judged, at: usize) {
        let Some(recipient) = list.recipient(at) else { return };
        let cx = self.compiled.context(&list.lent(), recipient.row);
        self.branches.watch(&cx);
        if at == 0
            && let Ok(merged) = self.compiled.merge(&cx)
        {
            self.report.findings.extend(checks::check_letter(&self.compiled, &merged));
        }
        let mut message = Vec::new();
        let name = recipient.name.as_deref();
        let made = self.composer.append(&cx, &recipient.address, name, recipient.number, &mut message);
        let html = match made {
            Ok(made) => {
                self.note(made.notes, recipient.number);
                made.html_bytes
            }
            Err(errors) => {
                // The composer stops at the first thing that is wrong; a merge tells all.
                return self.note(self.compiled.merge(&cx).err().unwrap_or(errors), recipient.number);
            }
        };
        if html > self.report.heaviest_html || self.report.heaviest_row == 0 {
            self.report.heaviest_html = html;
            self.report.heaviest_message = message.len();
            self.report.heaviest_row = recipient.number;
        }
    }

    /// The size of the heaviest message with all that is in its files.
    fn weigh(&self, desk: &Desk, report: &mut CheckReport) {
        let Some(list) = desk.list.as_ref().map(|list| &list.judged) else { return };
        let kept = 0..list.roster.kept().len();
        let heaviest = kept.filter_map(|at| list.recipient(at)).find(|one| one.number == report.heaviest_row);
        let Some(recipient) = heaviest else { return };
        let options = Options { now: self.now, seed: SEED };
        let mut composer = Composer::new(Arc::clone(&self.compiled), options).with_files(desk.files.clone());
        let cx = self.compiled.context(&list.lent(), recipient.row);
        let (mut message, name) = (Vec::new(), recipient.name.as_deref());
        if composer.append(&cx, &recipient.address, name, recipient.number, &mut message).is_ok() {
            report.heaviest_message = message.len();
        }
    }

    fn note(&mut self, diagnostics: Vec<Diagnostic>, row: u32) {
        for diagnostic in diagnostics {
            let same = |known: &&mut (Diagnostic, usize)| {
                known.0.code == diagnostic.code
                    && known.0.field == diagnostic.field
                    && known.0.span == diagnostic.span
            };
            match self.broken.iter_mut().find(same) {
                Some((_, count)) => *count += 1,
                None => self.broken.push((diagnostic.in_row(row), 1)),
            }
        }
    }
}

/// The finding with the number of letters that have it; its row is the first of them.
fn told(mut diagnostic: Diagnostic, count: usize, of: usize) -> Diagnostic {
    let letters = match count {
        n if n == of && of > 1 => format!("in all {of} letters"),
        1 => "in one letter".into(),
        n => format!("in {n} letters"),
    };
    diagnostic.message = format!("{}, {letters}", diagnostic.message);
    diagnostic
}

/// Errors first; the same thing at the same place is said once.
fn finish(mut report: CheckReport) -> CheckReport {
    let found = std::mem::take(&mut report.findings);
    findings::add(&mut report.findings, found);
    findings::sort(&mut report.findings);
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_said_once_and_errors_first() {
        let twice = Diagnostic::error("a", "one").at(1..2);
        let findings = vec![Diagnostic::info("b", "two"), twice.clone(), twice];
        let report = finish(CheckReport { findings, ..CheckReport::default() });
        let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_ref()).collect();
        assert_eq!(codes, ["a", "b"]);
    }

    #[test]
    fn a_finding_tells_how_many_letters_have_it() {
        let told = |count| told(Diagnostic::error("a", "it is empty"), count, 7).message;
        assert_eq!(told(1), "it is empty, in one letter");
        assert_eq!(told(3), "it is empty, in 3 letters");
        assert_eq!(told(7), "it is empty, in all 7 letters");
    }
}
