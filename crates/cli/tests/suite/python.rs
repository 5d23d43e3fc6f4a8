//! A reader that nobody here wrote: Python's email package reads every message of an export without a defect, and
//! finds the rendered texts in it. `POSTROOM_ROWS=10000` makes the list longer than the usual 500 rows.

use crate::support::{Folder, postroom};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

const LETTER: &str = "+++
subject = \"Números für {{ first_name | default('you') }}: {{ company }}, a subject that is long enough to be folded — ✓\"
preheader = \"{{ note }}\"
from = \"Zoë Žižek <zoe@example.com>\"
reply_to = \"\\\"Sales, the desk\\\" <sales@example.com>\"
headers = { \"X-Campaign\" = \"spring {{ id }}\" }
unsubscribe = { url = \"https://example.com/u/{{ id }}?token={{ note | urlencode }}\", mailto = \"unsub@example.com\", one_click = true }
postal_address = \"1 Main St, Springfield\"
+++
# Hello {{ first_name | default(\"there\") }}

{% if company %}Your company is **{{ company }}**.{% else %}No company of yours is known.{% endif %}

{% for i in range(id | int % 5) %}
- Point {{ i }} of [the list](https://example.com/{{ i }}?a=1&b=2): {{ note }}
{% endfor %}

.A line with a dot first, a trailing space \\
and = signs, a `code` and a very long line: {{ note }} {{ note }} {{ note }} {{ note }} {{ note }} {{ note }} {{ note }}

From here on the usual words.
";

/// Names and notes that break careless writers: quotes, commas, markup, line breaks, scripts, emoji, long words.
const NOTES: [&str; 10] = [
    "plain",
    "5 < 6 & \"quotes\" = 100 %",
    "zażółć gęślą jaźń",
    "日本語のテキスト",
    "👩‍👩‍👧 family",
    "two\nlines",
    "{{ not a field }}",
    "<script>alert(1)</script>",
    "لا إله",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

fn list(rows: usize) -> String {
    let mut csv = "First name,email,company,note,id\r\n".to_owned();
    for i in 0..rows {
        let note = NOTES[i % NOTES.len()].replace('"', "\"\"");
        let name = ["Ann", "", "Łukasz, Jr.", "O'Brien \"\"Bob\"\"", "陳大文"][i % 5];
        let company = if i % 3 == 0 { "" } else { "Smörgås & Söner" };
        write!(csv, "\"{name}\",reader{i}@example.test,{company},\"{note}\",{i}\r\n").unwrap();
    }
    csv
}

fn export(folder: &Path, form: &str, out: &str) {
    let output = postroom()
        .args(["export", "letter.md", "--list", "list.csv", "--seed", "7", "--date", "2026-03-01T09:30:00Z"])
        .args(["--as", form, "--out", out])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn python_reads_every_message_without_a_defect() {
    if Command::new("python3").arg("--version").output().is_err() {
        return println!("skipped: python3 is not there");
    }
    let rows = std::env::var("POSTROOM_ROWS").map_or(500, |rows| rows.parse().unwrap());
    let folder = Folder::new();
    folder.write("letter.md", LETTER);
    folder.write("list.csv", list(rows));
    export(folder.path(), "jsonl", "texts/batch.jsonl");
    export(folder.path(), "eml", "messages");
    export(folder.path(), "zip", "batch.zip");
    for batch in ["messages", "batch.zip"] {
        let output = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python_email.py"))
            .args([batch, "texts/batch.jsonl"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{batch}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), rows.to_string(), "{batch}");
    }
    // The JSON lines say what `render` prints.
    let texts = std::fs::read_to_string(folder.path().join("texts/batch.jsonl")).unwrap();
    for line in texts.lines().step_by(97) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        for (form, field) in [("text", "text"), ("html", "html")] {
            let row = line["row"].to_string();
            let rendered = postroom()
                .args(["render", "letter.md", "--list", "list.csv", "--row", &row, "--as", form])
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert_eq!(
                String::from_utf8(rendered.stdout).unwrap(),
                line[field].as_str().unwrap(),
                "row {row}"
            );
        }
    }
}

#[test]
fn the_same_seed_and_date_give_the_same_bytes() {
    let folder = Folder::new();
    folder.write("letter.md", LETTER);
    folder.write("list.csv", list(20));
    for form in ["zip", "mbox", "jsonl", "csv"] {
        for out in ["a", "b"] {
            std::fs::create_dir_all(folder.path().join(out)).unwrap();
            export(folder.path(), form, &format!("{out}/batch.{form}"));
        }
        for file in [format!("batch.{form}"), "manifest.json".to_owned()] {
            let read = |out: &str| std::fs::read(folder.path().join(out).join(&file)).ok();
            assert_eq!(read("a"), read("b"), "{file}");
        }
    }
}
