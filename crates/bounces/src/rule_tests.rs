//! Every rule's example is decided by that rule; the file is well formed.

use crate::catalogue::{catalogue, rows};
use crate::rules::rules;
use std::collections::HashSet;

#[test]
fn every_example_is_decided_by_its_own_rule() {
    let mut wrong = Vec::new();
    for rule in &rules().rules {
        let verdicts = crate::verdicts(rule.example.replace("\\n", "\n").as_bytes());
        let own = verdicts.len() == 1
            && verdicts[0].cause == rule.cause
            && verdicts[0].rule.split_once(": ").is_some_and(|(who, pattern)| {
                who == rule.who && rule.patterns.split('|').any(|known| known.trim() == pattern)
            });
        if !own {
            let decided: Vec<_> = verdicts.iter().map(|v| (v.cause.as_str(), v.rule.as_str())).collect();
            wrong.push(format!("{}: {}\n    {}\n    {decided:?}", rule.who, rule.patterns, rule.example));
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_file_is_well_formed() {
    let table = include_str!("../data/rules.tsv");
    let providers: HashSet<_> = rules().providers.iter().map(|p| p.id).collect();
    let mut ids = HashSet::new();
    for row in rows(table) {
        let [cause, provider, _, pattern, source, date, example] = row[..] else {
            panic!("expected seven columns: {row:?}");
        };
        assert!(catalogue().cause(cause).is_some(), "{cause}");
        assert!(provider == "*" || providers.contains(provider), "{provider}");
        assert_eq!(pattern, pattern.to_lowercase(), "patterns are lower case");
        assert!(
            pattern.split(['|', '*']).all(|piece| !piece.trim_matches([' ', '%']).is_empty()),
            "{pattern}"
        );
        assert!(
            pattern.split(['|', '*']).all(|piece| !piece.trim_matches([' ', '%']).contains('%')),
            "a % inside a piece stands for itself: {pattern}"
        );
        assert!(!source.is_empty() && date.len() == 7 && !example.is_empty(), "{pattern}");
    }
    for rule in &rules().rules {
        assert!(ids.insert((rule.who, rule.patterns)), "two rules are alike: {}", rule.patterns);
        assert!(!rule.source.is_empty());
    }
    assert_eq!(rules().rules.len(), rows(table).count());
}
