//! The tables of rules and providers, read into one search.

use super::{Pattern, Piece, Provider, Rule, Rules};
use crate::catalogue::rows;
use crate::fold::without_accents;
use crate::when::When;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;

/// The line after which the general words stand.
const WEAK: &str = "# --- weak:";

impl Rules {
    /// Reads the tables.
    pub(super) fn read(table: &'static str, providers: &'static str) -> Rules {
        let mut build = Build::default();
        let mut rules = Vec::new();
        let weak_from = table.find(WEAK);
        for row in rows(table) {
            let [cause, provider, when, pattern, source, _date, example] = row[..] else { continue };
            let provider = (provider != "*").then_some(provider);
            for alternative in pattern.split('|') {
                let chain: Vec<usize> = alternative
                    .split('*')
                    .filter(|piece| !piece.trim().is_empty())
                    .map(|piece| build.piece(piece))
                    .collect();
                if let Some(head) = chain.first() {
                    build.begins[*head].push(Pattern { rule: rules.len(), chain, text: alternative.trim() });
                }
            }
            let when = When::read(when);
            let who = match (provider, when.report, when.local) {
                (Some(provider), ..) => provider,
                (None, true, _) => "text of a report",
                (None, _, true) => "text without a code",
                (None, ..) => "text",
            };
            let weak = weak_from.is_some_and(|from| row_start(table, &row) > from);
            rules.push(Rule { who, patterns: pattern, cause, provider, source, example, when, weak });
        }
        let providers: Vec<Provider> = rows(providers).filter_map(provider).collect();
        for (index, row) in rows(include_str!("../../data/providers.tsv")).enumerate() {
            for mark in row.get(3).into_iter().flat_map(|marks| marks.split('|')).filter(|m| *m != "-") {
                let piece = build.piece(mark);
                build.marks[piece].get_or_insert(index);
            }
        }
        // The pieces are this program's own data and few, so building can't fail; a test builds them.
        let search = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(&build.texts)
            .ok();
        Rules { rules, providers, search, pieces: build.pieces, begins: build.begins, marks: build.marks }
    }
}

/// Where a row stands in its table.
fn row_start(table: &str, row: &[&str]) -> usize {
    // A row's cells are slices of the table.
    row.first().map_or(0, |cell| cell.as_ptr() as usize - table.as_ptr() as usize)
}

fn provider(row: Vec<&'static str>) -> Option<Provider> {
    let [id, name, hosts, _marks, page] = row.try_into().ok()?;
    let hosts = hosts.split('|').filter(|host| *host != "-").collect();
    Some(Provider { id, name, hosts, page: if page == "-" { "" } else { page } })
}

/// The pieces while the rules are read.
#[derive(Default)]
struct Build {
    index: HashMap<(String, bool, bool), usize>,
    texts: Vec<String>,
    pieces: Vec<Piece>,
    begins: Vec<Vec<Pattern>>,
    marks: Vec<Option<usize>>,
}

impl Build {
    fn piece(&mut self, raw: &str) -> usize {
        let raw = raw.trim();
        let (open_start, open_end) = (raw.starts_with('%'), raw.ends_with('%'));
        let text = without_accents(raw.trim_matches('%'));
        let next = self.texts.len();
        let index = *self.index.entry((text.clone(), open_start, open_end)).or_insert(next);
        if index == next {
            self.texts.push(text);
            self.pieces.push(Piece { open_start, open_end });
            self.begins.push(Vec::new());
            self.marks.push(None);
        }
        index
    }
}
