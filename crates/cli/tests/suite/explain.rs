//! `postroom explain`: the fields that scripts rely on. What the verdicts say is the business of the crate `bounces`.

use crate::support::{Folder, postroom};
use serde_json::Value;
use std::process::Output;

fn explain(args: &[&str]) -> (Output, Folder) {
    let folder = Folder::new();
    folder.write("reply.txt", "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown\n");
    folder.write("other.txt", "452 4.2.2 Over quota\n");
    folder.write("none.txt", "");
    let output = postroom().arg("explain").args(args).current_dir(folder.path()).output().unwrap();
    (output, folder)
}

#[test]
fn the_array_has_the_documented_fields() {
    let (output, _folder) = explain(&["--json", "reply.txt", "other.txt"]);
    assert_eq!(output.status.code(), Some(0));
    let verdicts: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(verdicts.len(), 2);
    let expected = "input recipient original_recipient reply_code enhanced_code cause inner_cause fault permanence scope \
                    address_action certainty rule command remote provider title why advice references evidence warnings \
                    date reported_action";
    let mut expected: Vec<&str> = expected.split_whitespace().collect();
    expected.sort_unstable();
    for verdict in &verdicts {
        let mut found: Vec<&String> = verdict.as_object().unwrap().keys().collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }
    assert_eq!(verdicts[0]["recipient"], "ann@example.com");
    assert_eq!(verdicts[0]["reply_code"], 550);
    assert_eq!(verdicts[0]["enhanced_code"], "5.1.1");
    assert_eq!(verdicts[0]["cause"], "no-such-address");
    assert_eq!(verdicts[1]["permanence"]["by_code"], "temporary");
}

#[test]
fn people_get_words() {
    let (output, _folder) = explain(&["reply.txt"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.starts_with("ann@example.com: ") && said.contains("550 5.1.1") && said.contains("\n  - "),
        "{said}"
    );
}

#[test]
fn nothing_to_explain_is_a_problem_of_the_input() {
    let (output, _folder) = explain(&["--json", "none.txt"]);
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(1), &b"[]\n"[..]));
    assert!(String::from_utf8(output.stderr).unwrap().contains("none.txt holds nothing to explain"));
}

#[test]
fn a_file_that_is_missing_stops_before_any_output() {
    let (output, _folder) = explain(&["--json", "reply.txt", "nowhere.txt"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

#[test]
fn a_folder_is_read_with_all_that_is_in_it() {
    let (_, folder) = explain(&[]);
    std::fs::create_dir(folder.path().join("in")).unwrap();
    folder.write("in/a.txt", "550 5.1.1 User unknown\n");
    folder.write("in/b.txt", "452 4.2.2 Over quota\n");
    folder.write("in/.hidden", "550 5.7.1 Spam\n");
    let output = postroom().args(["explain", "--json", "in"]).current_dir(folder.path()).output().unwrap();
    let verdicts: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let causes: Vec<_> = verdicts.iter().map(|verdict| verdict["cause"].as_str().unwrap()).collect();
    assert_eq!(causes, ["no-such-address", "mailbox-full"]);
}

#[test]
fn a_policy_decides_who_is_removed() {
    let action = |policy: &str| {
        let (output, _folder) = explain(&["--json", "--policy", policy, "reply.txt"]);
        assert_eq!(output.status.code(), Some(0));
        let verdicts: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        verdicts[0]["address_action"].as_str().unwrap().to_owned()
    };
    assert_eq!(action("listmonk"), "remove");
    // Five in a row are too many there, and this is the first.
    assert_eq!(action("phpList"), "keep");
    let (output, _folder) = explain(&["--policy", "nobody's", "reply.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("there are postroom, listmonk"));
}
