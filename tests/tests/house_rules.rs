//! Rules of the house that no compiler knows.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has to stop")]

use std::collections::BTreeSet;
use std::path::Path;

use postroom_tests::project;

/// Crates that may know files, sockets and clocks.
const NATIVE: [&str; 2] = ["cli", "xtask"];

#[test]
fn colours_stand_only_among_the_tokens() {
    let mut wrong = Vec::new();
    for path in project::files("static/css", &["css"]) {
        if path.ends_with("tokens.css") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        wrong.extend(colours(&text).into_iter().map(|(line, found)| at(&path, line, &found)));
    }
    assert!(wrong.is_empty(), "name a token of static/css/tokens.css instead:\n{}", wrong.join("\n"));
}

#[test]
fn nothing_in_the_styles_is_important() {
    let wrong: Vec<String> = project::files("static/css", &["css"])
        .iter()
        .filter(|path| without_comments(&std::fs::read_to_string(path).unwrap()).contains("!important"))
        .map(|path| project::name(path))
        .collect();
    assert!(wrong.is_empty(), "`!important` in {}: the layers decide", wrong.join(", "));
}

#[test]
fn portable_crates_know_no_file_socket_or_clock() {
    const WORDS: [&str; 10] = [
        "std::fs",
        "std::env",
        "std::process",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "SystemTime::now",
        "Instant::now",
        "thread_rng",
    ];
    let mut wrong = Vec::new();
    for path in project::files("crates", &["rs"]) {
        let name = project::name(&path);
        let mut parts = Path::new(&name).components().skip(1).map(|part| part.as_os_str().to_string_lossy());
        let (krate, folder) = (parts.next().unwrap(), parts.next().unwrap());
        let is_test_file = name.ends_with("/tests.rs") || name.contains("/tests/");
        if NATIVE.contains(&&*krate) || folder != "src" || is_test_file {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        // Tests stand at the end of a file, and may read fixtures.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in
            code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            wrong.extend(
                WORDS.iter().filter(|word| line.contains(**word)).map(|word| at(&path, number + 1, word)),
            );
        }
    }
    assert!(wrong.is_empty(), "take the value as an argument instead:\n{}", wrong.join("\n"));
}

fn at(path: &Path, line: usize, found: &str) -> String {
    format!("  {}:{line}: {found}", project::name(path))
}

/// Colour literals in a style sheet, with their lines: `#abc`, `rgb(…)` and the like, and the names that people use.
fn colours(css: &str) -> Vec<(usize, String)> {
    const FUNCTIONS: [&str; 8] = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "lab(", "lch("];
    const NAMES: [&str; 9] = ["white", "black", "red", "green", "blue", "grey", "gray", "orange", "yellow"];
    let mut found = Vec::new();
    for (number, line) in without_comments(css).lines().enumerate() {
        let Some((_, value)) = line.split_once(':') else { continue };
        for word in value.split([' ', ',', ';', '(', ')', '}', '"', '\'']).filter(|word| !word.is_empty()) {
            let is_hex = word.strip_prefix('#').is_some_and(|digits| {
                matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
            if is_hex || NAMES.contains(&word) {
                found.push((number + 1, word.to_owned()));
            }
        }
        let calls = FUNCTIONS.iter().filter(|name| {
            value.match_indices(**name).any(|(start, _)| {
                value[..start]
                    .chars()
                    .next_back()
                    .is_none_or(|before| !before.is_alphanumeric() && before != '-')
            })
        });
        found.extend(calls.map(|name| (number + 1, format!("{name}…)"))));
    }
    found
}

/// The style sheet with its comments blanked, so that lines keep their numbers.
fn without_comments(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        plain.push_str(&rest[..start]);
        let end = rest[start..].find("*/").map_or(rest.len(), |end| start + end + 2);
        plain.extend(rest[start..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

#[test]
fn colour_literals_are_seen() {
    #[track_caller]
    fn check(css: &str, expected: &[&str]) {
        let found: Vec<String> = colours(css).into_iter().map(|(_, found)| found).collect();
        assert_eq!(found, expected, "{css}");
    }
    check("a { color: #fff; }", &["#fff"]);
    check("a { border: 1px solid rgb(0 0 0 / 50%); }", &["rgb(…)"]);
    check("a { background: white }", &["white"]);
    check("a { color: var(--text); border-color: color-mix(in oklab, var(--a) 40%, transparent) }", &[]);
    check("/* #fff: not here */ a { color: currentColor }", &[]);
    check("#add { --x: 1px }", &[]);
}

#[test]
fn a_comment_keeps_the_line_numbers() {
    assert_eq!(colours("/* one\ntwo */\na { color: #000 }"), [(3, "#000".to_owned())]);
}

#[test]
fn the_documents_name_only_commands_and_files_that_exist() {
    let chores = project::read("crates/xtask/src/main.rs");
    let commands = project::read("crates/cli/src/main.rs").to_lowercase();
    let mut wrong = Vec::new();
    let roots = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/guide.md"];
    let others = project::files("docs", &["md"]);
    let documents: BTreeSet<String> =
        others.iter().map(|path| project::name(path)).chain(roots.map(str::to_owned)).collect();
    for document in documents {
        let text = project::read(&document);
        assert!(!text.is_empty(), "{document} is not there");
        let unknown_chores =
            words_after(&text, "cargo xtask ").filter(|word| !chores.contains(&format!("[\"{word}\"")));
        wrong.extend(unknown_chores.map(|word| format!("  {document}: cargo xtask {word}")));
        let unknown_commands = text
            .lines()
            .filter(|line| line.starts_with("    "))
            .flat_map(|line| words_after(line, "postroom "))
            .filter(|word| !commands.contains(&format!("{word}(")));
        wrong.extend(unknown_commands.map(|word| format!("  {document}: postroom {word}")));
        let folder = project::root().join(&document);
        let folder = folder.parent().unwrap();
        let links = text.match_indices("](").filter_map(|(at, _)| text[at + 2..].split(')').next());
        let broken = links.filter(|link| !link.contains(':') && !link.starts_with('#'));
        wrong.extend(
            broken
                .filter(|link| !folder.join(link).exists())
                .map(|link| format!("  {document}: there is no {link}")),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The word after each place where the phrase stands, where it is made of letters.
fn words_after<'t>(text: &'t str, phrase: &'static str) -> impl Iterator<Item = &'t str> {
    text.match_indices(phrase).filter_map(move |(at, _)| {
        let rest = &text[at + phrase.len()..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}
