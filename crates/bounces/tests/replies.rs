//! Replies of many servers and the causes that they must be given: `tests/replies.tsv`.

#[test]
fn every_reply_is_understood() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("replies.tsv").lines().filter(|line| !line.starts_with('#')) {
        let (cause, reply) = line.split_once('\t').unwrap();
        let verdicts = bounces::verdicts(reply.as_bytes());
        let found: Vec<_> = verdicts.iter().map(|v| format!("{} [{}]", v.cause, v.rule)).collect();
        count += 1;
        if verdicts.len() != 1 || verdicts[0].cause != cause {
            wrong.push(format!("{reply}\n    expected {cause}, found {}", found.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} replies:\n{}", wrong.len(), wrong.join("\n"));
}
