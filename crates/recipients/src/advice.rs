//! What is to be said of a list as a whole: whether anybody can tell that its readers asked for the letter.
//!
//! Bought and rented lists are the commonest cause of complaints. None of these findings proves one; each is a calm word.

use crate::marks::Mark;
use crate::{Mapping, Roster, Table};
use diag::Diagnostic;
use mail::address::Warning;

/// Lists shorter than this are written by hand, and need no advice.
const SHORT: usize = 50;
/// From this share of the kept rows on offices are many, in hundredths.
const MANY_ROLES: usize = 15;
/// From this share of the kept rows on slips are many, in hundredths.
const MANY_SLIPS: usize = 3;

/// What to think of before a letter goes to this list.
pub fn advice(table: &Table, roster: &Roster, mapping: &Mapping) -> Vec<Diagnostic> {
    let rows = table.rows();
    let kept = roster.kept().len();
    let mut found = Vec::new();
    if rows < SHORT || kept == 0 {
        return found;
    }
    let trace = [mapping.consent_source, mapping.consent_date];
    let is_filled = |column: usize| table.empty_cells(column) < rows;
    if !trace.into_iter().flatten().any(is_filled) {
        found.push(
            Diagnostic::info("list-consent", "no column tells when or where these readers asked for the letter")
                .hint("keep the date and the source of each consent beside the address; write only to people who asked for it"),
        );
    }
    let share = |warning: Warning| {
        let has = |mark: &&Mark| mark.findings & u32::from(warning as u16) != 0;
        let rows = roster.kept().iter().filter_map(|row| roster.marks.get(*row as usize));
        rows.filter(has).count() * 100 / kept
    };
    let roles = share(Warning::Role);
    if roles >= MANY_ROLES {
        found.push(
            Diagnostic::warning(
                "list-roles",
                format!("{roles} of 100 addresses belong to offices, not to persons"),
            )
            .hint("bought lists look like this; make sure that each of these offices asked for the letter"),
        );
    }
    let slips = share(Warning::LikelySlip);
    if slips >= MANY_SLIPS {
        found.push(
            Diagnostic::warning("list-slips", format!("{slips} of 100 addresses are probably mistyped"))
                .hint(
                    "addresses that were confirmed have none; a confirmation by mail keeps such a list clean",
                ),
        );
    }
    found
}
