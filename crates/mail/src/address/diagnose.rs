//! What a text that is no address was meant to be: better words than the grammar's own, and certain repairs.
//!
//! A repair is certain when nobody who sees the text would doubt it: what is taken away cannot be part of an
//! address, and what is left is one.

use super::domain;
use super::error::AddressError;
use super::grammar;
use super::mailbox;
use super::text;

/// A longer text is no address with a slip but something else; it keeps the grammar's words.
const MAX_TEXT: usize = 1000;
/// How many slips one inside the other are undone.
const MAX_DEPTH: usize = 4;

/// The error for people, with the repair if one is certain.
pub(super) fn explain(text: &str, error: AddressError) -> AddressError {
    explain_at(text, error, 0)
}

fn explain_at(text: &str, error: AddressError, depth: usize) -> AddressError {
    let patterns: [fn(&str, usize) -> Option<AddressError>; 9] =
        [space_around, mailto, quotes_around, route, with_name, several, comment, full_width, trailing_mark];
    let mut found = None;
    if text.len() <= MAX_TEXT && depth < MAX_DEPTH && !text.trim().is_empty() {
        found = patterns.iter().find_map(|pattern| pattern(text, depth));
    }
    let mut error = found.unwrap_or_else(|| inside(text, error));
    error.whole = text.len();
    error
}

/// The inner text if it is an address, else the address that was certainly meant by it.
fn meant(inner: &str, depth: usize) -> Option<String> {
    match grammar::read(inner) {
        Ok(_) => Some(inner.to_owned()),
        Err(error) => explain_at(inner, error, depth + 1).suggestion,
    }
}

fn space_around(whole: &str, depth: usize) -> Option<AddressError> {
    let junk = |c: char| c.is_whitespace() || c.is_control() || text::is_invisible(c);
    let inner = whole.trim_matches(junk);
    if inner.len() == whole.len() || inner.is_empty() {
        return None;
    }
    let start = whole.len() - whole.trim_start_matches(junk).len();
    let found = if start > 0 { whole.chars().next() } else { whole.chars().next_back() }?;
    let span = if start > 0 { 0..start } else { start + inner.len()..whole.len() };
    let code = if text::is_invisible(found) { "address-invisible" } else { "address-space" };
    let address = meant(inner, depth)?;
    Some(
        AddressError::new(
            code,
            span,
            format!("expected the address alone, but found {} around it", text::name(found)),
            "take away what stands around the address",
        )
        .suggest(address),
    )
}

fn mailto(whole: &str, depth: usize) -> Option<AddressError> {
    let scheme = whole.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))?;
    let rest = &whole[scheme.len()..];
    let inner = rest.split('?').next().unwrap_or(rest);
    Some(
        AddressError::new(
            "address-mailto",
            0..scheme.len(),
            "expected an address, but found a link that begins with mailto:",
            "keep only the address",
        )
        .suggest(meant(inner, depth)?),
    )
}

fn quotes_around(whole: &str, depth: usize) -> Option<AddressError> {
    let first = whole.chars().next().filter(|c| is_quote(*c))?;
    // One mark alone is as much of a slip as a pair.
    let last = whole.chars().next_back().filter(|c| is_quote(*c) && whole.len() > first.len_utf8());
    let inner = whole.get(first.len_utf8()..whole.len() - last.map_or(0, char::len_utf8))?;
    if last.is_none() && inner.contains(|c| is_quote(c) || c == '<') {
        return None;
    }
    Some(
        AddressError::new(
            "address-quotes",
            0..first.len_utf8(),
            "expected the address alone, but found it in quotation marks",
            "take the quotation marks away",
        )
        .suggest(meant(inner.trim(), depth)?),
    )
}

/// `@relay.example:ann@example.com`, with angle brackets or without: what stands before the colon is to be ignored
/// (RFC 5321 §4.1.2, appendix C).
fn route(whole: &str, depth: usize) -> Option<AddressError> {
    let bare = whole.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(whole);
    let (route, inner) = bare.strip_prefix('@')?.split_once(':')?;
    let hops = route.split(',').all(|hop| domain::to_a_labels(hop.trim_start_matches('@')).is_some());
    if !hops || route.is_empty() {
        return None;
    }
    let start = whole.find('@')?;
    Some(
        AddressError::new(
            "address-source-route",
            start..start + route.len() + 2,
            "expected an address, but found a route of servers before it",
            "take the route away; no server follows it any more (RFC 5321 appendix C)",
        )
        .suggest(meant(inner, depth)?),
    )
}

/// Quotation marks of any language, and the accents that stand in for them.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '´' | '«' | '»' | '‹' | '›' | '‘'..='‟' | '「' | '」' | '『' | '』')
}

fn with_name(whole: &str, depth: usize) -> Option<AddressError> {
    let open = whole.find(['<', '＜'])?;
    let bare = whole.starts_with(['<', '＜']);
    let (inner, name) = match mailbox::split(whole) {
        Some(parts) => (parts.address, parts.name),
        // A bracket on one side only can't be part of an address either.
        None => (whole.trim_matches(['<', '>', '＜', '＞']), ""),
    };
    if inner.contains(['<', '>', '＜', '＞'])
        || (!bare && name.contains('@') && name.trim_matches(is_quote) != inner)
    {
        return None;
    }
    let address = meant(inner.trim(), depth)?;
    Some(if bare || name.is_empty() {
        AddressError::new(
            "address-angle-brackets",
            open..open + 1,
            "expected the address alone, but found it in angle brackets",
            "take the brackets away",
        )
        .suggest(address)
    } else {
        AddressError::new(
            "address-with-name",
            0..open,
            "expected the address alone, but found a name before it",
            "keep only the address; the name belongs in a column of its own",
        )
        .suggest(address)
    })
}

fn several(whole: &str, _depth: usize) -> Option<AddressError> {
    let separator = |c: char| matches!(c, ',' | ';' | '|' | '/' | '&') || c.is_whitespace();
    let parts: Vec<&str> = whole.split(separator).filter(|part| part.contains('@')).collect();
    if parts.len() < 2 {
        return None;
    }
    let addresses =
        parts.iter().filter(|part| grammar::read(part.trim_matches(['<', '>', '"', '\''])).is_ok()).count();
    if addresses < 2 {
        return None;
    }
    let second = parts.get(1)?;
    // `parts` are slices of `whole`, so the second one's place is found again after the first.
    let from = whole.find(parts.first()?)? + parts.first()?.len();
    let start = from + whole.get(from..)?.find(second)?;
    Some(AddressError::new(
        "address-several",
        start..start + second.len(),
        format!("expected one address, but found {addresses}"),
        "give each address a row of its own",
    ))
}

fn comment(whole: &str, depth: usize) -> Option<AddressError> {
    let open = whole.find('(')?;
    let inner = without_comments(whole)?;
    // A comment between two letters may hide what stood there, so it takes no certain repair.
    let close = whole.rfind(')')?;
    let side = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '@' | '.' | '(' | ')'));
    if !side(whole[..open].chars().next_back()) && !side(whole[close + 1..].chars().next()) {
        return None;
    }
    let place = open..whole.rfind(')')? + 1;
    if place.is_empty() || whole.to_ascii_lowercase().contains("(at)") {
        return None;
    }
    Some(
        AddressError::new(
            "address-comment",
            place,
            "expected the address alone, but found a comment in brackets",
            "take the comment away; comments belong in message headers only (RFC 5322 §3.2.2)",
        )
        .suggest(meant(inner.trim(), depth)?),
    )
}

/// The text without its comments (RFC 5322 §3.2.2), or `None` where the brackets do not pair.
fn without_comments(whole: &str) -> Option<String> {
    let mut out = String::with_capacity(whole.len());
    let mut depth = 0usize;
    let mut escaped = false;
    for c in whole.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if depth > 0 => escaped = true,
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    (depth == 0).then_some(out)
}

fn full_width(whole: &str, depth: usize) -> Option<AddressError> {
    let (at, wide) = whole.char_indices().find(|(_, c)| narrow(*c).is_some())?;
    let inner: String = whole.chars().map(|c| narrow(c).unwrap_or(c)).collect();
    Some(
        AddressError::new(
            "address-full-width",
            at..at + wide.len_utf8(),
            format!("expected ASCII signs, but found the full-width {}", text::name(wide)),
            "write the address with ASCII signs",
        )
        .suggest(meant(&inner, depth)?),
    )
}

/// The ASCII character that a full-width one stands for (U+FF01 to U+FF5E, the ideographic stops), and the small @.
fn narrow(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\u{3002}' | '\u{ff61}' => Some('.'),
        '\u{fe6b}' => Some('@'),
        '\u{fe52}' => Some('.'),
        _ => None,
    }
}

fn trailing_mark(whole: &str, depth: usize) -> Option<AddressError> {
    let inner = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '>', ')', '\'', '"', '’', '”', '\\']);
    if inner.len() == whole.len() || inner.is_empty() {
        return None;
    }
    let found = whole[inner.len()..].chars().next()?;
    let code = if found == '.' { "address-trailing-dot" } else { "address-trailing-mark" };
    Some(
        AddressError::new(
            code,
            inner.len()..whole.len(),
            format!("expected the address to end with its domain, but found {}", text::name(found)),
            "take away what stands after the domain",
        )
        .suggest(meant(inner, depth)?),
    )
}

/// A repair of the very thing that the grammar stumbled over.
fn inside(whole: &str, error: AddressError) -> AddressError {
    if whole.len() > MAX_TEXT || error.suggestion.is_some() {
        return error;
    }
    let candidate = match error.code {
        "address-no-at" => spelled_out(whole),
        "address-invisible" => Some(whole.replace(text::is_invisible, "")),
        "address-control" if !whole.starts_with('"') => Some(whole.replace(|c: char| c.is_control(), "")),
        "address-space" => without_space_at_signs(whole),
        "address-domain-character" => comma_for_dot(whole),
        "address-two-ats" => whole.contains("@@").then(|| squeeze(whole, "@")),
        "address-domain-double-dot" | "address-domain-dot-start" => dots_of_domain(whole),
        _ => None,
    };
    match candidate.filter(|candidate| grammar::read(candidate).is_ok()) {
        Some(address) => error.suggest(address),
        None => error,
    }
}

/// `ann (at) example (dot) com` and its kin.
fn spelled_out(whole: &str) -> Option<String> {
    let mut out = whole.to_owned();
    let mut found = false;
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), (" ", " ")] {
        if !found && let Some(with_at) = replace(&out, &format!("{open}at{close}"), "@", 1) {
            found = true;
            out = with_at;
        }
        // An underscore is no sign for a dot: it may stand in the local part.
        if open != "_"
            && let Some(with_dots) = replace(&out, &format!("{open}dot{close}"), ".", usize::MAX)
        {
            out = with_dots;
        }
    }
    found.then_some(out).and_then(|out| without_space_at_signs(&out))
}

/// The text with each `from` replaced, whatever its case; `None` where it stands not at all or more than `most` times.
fn replace(text: &str, from: &str, to: &str, most: usize) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    let mut count = 0;
    for (at, _) in lower.match_indices(from) {
        // ASCII lower case keeps every offset.
        out.push_str(text.get(last..at)?);
        out.push_str(to);
        last = at + from.len();
        count += 1;
    }
    out.push_str(text.get(last..)?);
    (1..=most).contains(&count).then_some(out)
}

/// Spaces beside the `@` or a dot are slips; one between two words may stand for a dot, a hyphen or a second address.
fn without_space_at_signs(whole: &str) -> Option<String> {
    let mut out = String::with_capacity(whole.len());
    let mut after_sign = true;
    let mut characters = whole.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_whitespace() {
            while characters.next_if(|c| c.is_whitespace()).is_some() {}
            if !after_sign && !matches!(characters.peek(), Some('@' | '.')) {
                return None;
            }
            continue;
        }
        after_sign = matches!(c, '@' | '.');
        out.push(c);
    }
    Some(out)
}

/// A comma in the domain, beside the dot on most keyboards, where it stands between two labels.
fn comma_for_dot(whole: &str) -> Option<String> {
    let (local, domain) = whole.rsplit_once('@')?;
    let fixed = domain.replace(", ", ".").replace([',', ';'], ".");
    (fixed != domain && fixed.split('.').all(|label| !label.is_empty())).then(|| format!("{local}@{fixed}"))
}

fn dots_of_domain(whole: &str) -> Option<String> {
    let (local, domain) = whole.rsplit_once('@')?;
    Some(format!("{local}@{}", squeeze(domain, ".").trim_start_matches('.')))
}

/// The text with runs of the sign squeezed to one.
fn squeeze(text: &str, sign: &str) -> String {
    let double = sign.repeat(2);
    let mut out = text.to_owned();
    while out.contains(&double) {
        out = out.replace(&double, sign);
    }
    out
}
