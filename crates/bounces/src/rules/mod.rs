//! The rules of `data/rules.tsv`: words that servers use, and what they mean.
//!
//! All literal pieces of all rules are searched in one pass (Aho-Corasick), so the time is linear in the text
//! whatever the rules are. A pattern is lower-case words; `*` stands for up to 80 bytes of anything, `|`
//! divides alternatives, `%` at an end lets a piece begin or end inside a word.

mod build;

use crate::fold::Folded;
use crate::when::{Setting, When};
use aho_corasick::AhoCorasick;
use std::sync::OnceLock;

/// The most that may stand for a `*`.
const GAP: usize = 80;
/// The most piece matches looked at in one answer; an honest one has a dozen.
const MOST_HITS: usize = 256;

/// One line of the file.
#[derive(Debug)]
pub(crate) struct Rule {
    /// What opens its name in a verdict, before the pattern: the provider or `text`.
    pub who: &'static str,
    /// All its patterns, as the file has them.
    #[cfg_attr(not(test), allow(dead_code))]
    pub patterns: &'static str,
    /// The cause it stands for.
    pub cause: &'static str,
    /// The provider whose words these are; `None` for anybody's.
    pub provider: Option<&'static str>,
    /// Where the rule is from.
    #[cfg_attr(not(test), allow(dead_code))]
    pub source: &'static str,
    /// A reply that it decides.
    #[cfg_attr(not(test), allow(dead_code))]
    pub example: &'static str,
    when: When,
    /// Whether the words are so general that everything else is asked first.
    pub weak: bool,
}

/// One receiver with words of its own.
#[derive(Debug)]
pub(crate) struct Provider {
    /// The id that rules name.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// Ends of host names.
    pub hosts: Vec<&'static str>,
    /// The page where it explains itself; may be empty.
    pub page: &'static str,
}

/// A rule that holds, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// The rule.
    pub rule: &'static Rule,
    /// Its place in the file; the first wins.
    pub rank: usize,
    /// The alternative whose words are there.
    pub pattern: &'static str,
    /// The range in the folded text.
    pub start: usize,
    /// Its end.
    pub end: usize,
    /// Whether it stands in a link: a page about spam does not say that the letter is any.
    pub linked: bool,
}

/// All rules, ready to search.
pub(crate) struct Rules {
    pub rules: Vec<Rule>,
    pub providers: Vec<Provider>,
    search: Option<AhoCorasick>,
    pieces: Vec<Piece>,
    /// For each piece the patterns that begin with it: the rule and its chain of pieces.
    begins: Vec<Vec<Pattern>>,
    /// For each piece the provider that it betrays.
    marks: Vec<Option<usize>>,
}

/// One alternative of a rule.
#[derive(Debug)]
struct Pattern {
    rule: usize,
    chain: Vec<usize>,
    /// As the file has it.
    text: &'static str,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    open_start: bool,
    open_end: bool,
}

/// The rules of the program.
pub(crate) fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        Rules::read(include_str!("../../data/rules.tsv"), include_str!("../../data/providers.tsv"))
    })
}

impl Rules {
    /// The providers that the words betray, and the rules that hold by words alone, in the order of the file.
    /// The provider of each is checked by [`Rules::decide`].
    pub fn find(&'static self, folded: &Folded) -> Found {
        let mut found = Found::default();
        let Some(search) = &self.search else { return found };
        let text = folded.text.as_bytes();
        let mut hits: Vec<(usize, usize, usize)> = Vec::new();
        for hit in search.find_overlapping_iter(text) {
            let (index, start, end) = (hit.pattern().as_usize(), hit.start(), hit.end());
            let piece = self.pieces[index];
            let at_border = |open: bool, inside: Option<&u8>, outside: Option<&u8>| {
                open || !inside.is_some_and(|b| word(*b)) || !outside.is_some_and(|b| word(*b))
            };
            let before = start.checked_sub(1).and_then(|i| text.get(i));
            if at_border(piece.open_start, text.get(start), before)
                && at_border(piece.open_end, text.get(end - 1), text.get(end))
            {
                if hits.len() >= MOST_HITS {
                    break;
                }
                hits.push((index, start, end));
                if let Some(provider) = self.marks[index].and_then(|i| self.providers.get(i))
                    && !found.providers.contains(&provider.id)
                {
                    found.providers.push(provider.id);
                }
            }
        }
        let links = links(&folded.text);
        for &(head, start, end) in &hits {
            for Pattern { rule, chain, text } in &self.begins[head] {
                let mut at = end;
                let complete = chain[1..].iter().all(|wanted| {
                    let next = hits.iter().find(|(p, s, _)| p == wanted && *s >= at && *s <= at + GAP);
                    next.inspect(|(.., e)| at = *e).is_some()
                });
                if complete {
                    found.hits.push(Hit {
                        rule: &self.rules[*rule],
                        rank: *rule,
                        pattern: text,
                        start,
                        end: at,
                        linked: links.iter().any(|link| link.contains(&start)),
                    });
                }
            }
        }
        // Of one rule's patterns the one without a gap names the words best.
        found.hits.sort_by_key(|hit| (hit.rank, hit.pattern.contains('*'), hit.start));
        found
    }

    /// The provider whose host this is.
    pub fn provider_of_host(&'static self, host: &str) -> Option<&'static Provider> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.providers.iter().find(|provider| {
            provider.hosts.iter().any(|end| {
                host.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', '-', '@']))
            })
        })
    }

    /// The provider of this id.
    pub fn provider(&'static self, id: &str) -> Option<&'static Provider> {
        self.providers.iter().find(|provider| provider.id == id)
    }
}

/// What [`Rules::find`] found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Providers that the words betray.
    pub providers: Vec<&'static str>,
    /// Rules whose words are there.
    pub hits: Vec<Hit>,
}

impl Found {
    /// The rules that hold in this setting: those of its provider first, then everybody's, each in the order
    /// of the file; of everybody's, those whose words stand in a link come last.
    pub fn holding<'a>(&'a self, setting: &'a Setting<'a>) -> impl Iterator<Item = Hit> + 'a {
        let own = |hit: &&Hit| hit.rule.provider.is_some() && hit.rule.provider == setting.provider;
        let general = |linked: bool| {
            move |hit: &&Hit| hit.rule.provider.is_none() && (hit.linked || hit.rule.weak) == linked
        };
        self.hits
            .iter()
            .filter(own)
            .chain(self.hits.iter().filter(general(false)))
            .chain(self.hits.iter().filter(general(true)))
            .filter(|hit| hit.rule.when.holds(setting))
            .copied()
    }
}

/// Where the links of a text stand.
fn links(text: &str) -> Vec<std::ops::Range<usize>> {
    let end = |at: usize| text[at..].find([' ', '>', '"']).map_or(text.len(), |length| at + length);
    let begins = |at: &usize| text[*at..].starts_with("http://") || text[*at..].starts_with("https://");
    memchr::memmem::find_iter(text.as_bytes(), b"http").filter(begins).map(|at| at..end(at)).collect()
}

fn word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}
