//! `postroom export`: parts, folders, and the files beside a letter.

use crate::support::{Folder, postroom};
use outbox::Batch;
use std::fs::File;

const LETTER: &str = "+++\nsubject = \"Hi {{ name }}\"\nfrom = \"ann@example.test\"\nformat = \"text\"\n";

/// A folder with a letter and a list of five at two domains.
fn folder(front_matter: &str) -> Folder {
    let folder = Folder::new();
    folder.write("letter.md", format!("{LETTER}{front_matter}+++\nHello.\n"));
    let rows = ["bo@a.test", "cy@b.test", "di@a.test", "no address", "ed@a.test"];
    let rows: String = rows.iter().map(|address| format!("{address},{}\n", &address[..2])).collect();
    folder.write("list.csv", format!("email,name\n{rows}"));
    folder
}

/// The names in a folder below, sorted.
fn files(folder: &std::path::Path) -> Vec<String> {
    let paths = crate::support::files(folder).into_iter();
    paths.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

/// Exports, and gives the status and the words.
fn export(folder: &Folder, args: &[&str]) -> (i32, String) {
    let output = postroom()
        .args(["export", "letter.md", "--list", "list.csv", "--seed", "1", "--date", "2026-03-01T09:30:00Z"])
        .args(args)
        .current_dir(folder.path())
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_text_part_by_hand_is_rendered_exported_and_checked() {
    let folder = folder("");
    let front = "+++\nsubject = \"Hi\"\nfrom = \"ann@example.test\"\ntext = '''\nDear {{ name }}, by hand\n'''\n\
                 text_from = \"older\"\n+++\n";
    folder.write("letter.md", format!("{front}Hello {{{{ name }}}}.\n"));
    let (_, said) = export(&folder, &["--as", "eml", "--out", "out"]);
    let letters: Vec<String> = crate::support::files(&folder.path().join("out"))
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    assert_eq!(letters.len(), 4, "{said}");
    assert!(letters.iter().any(|letter| letter.contains("Dear bo, by hand") && letter.contains("Hello bo")));
    let run = |args: &[&str]| {
        let output = postroom().args(args).current_dir(folder.path()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(
        run(&["render", "letter.md", "--list", "list.csv", "--as", "text"]).trim_end(),
        "Dear bo, by hand"
    );
    let checked = run(&["check", "list.csv", "--letter", "letter.md", "--json"]);
    assert!(checked.contains("text-old"), "{checked}");
}

#[test]
fn each_part_of_a_zip_is_a_batch_by_itself() {
    let folder = folder("");
    for (args, names) in [
        (["--batch-size", "2"].as_slice(), ["out-001.zip", "out-002.zip"]),
        (["--by-domain"].as_slice(), ["out-001-a.test.zip", "out-002-b.test.zip"]),
    ] {
        let (status, said) = export(&folder, &[&["--as", "zip", "--out", "parts/out.zip"], args].concat());
        assert_eq!(status, 1, "{said}");
        assert!(
            said.contains("4 messages from 5 rows (0 set aside, 1 rejected)") && said.contains("in 2 parts"),
            "{said}"
        );
        assert_eq!(files(&folder.path().join("parts")), names);
        let mut kept = 0;
        for name in names {
            let mut batch = Batch::open(File::open(folder.path().join("parts").join(name)).unwrap()).unwrap();
            assert_eq!(batch.verify().finish(), []);
            kept += batch.manifest().counts.kept;
        }
        assert_eq!(kept, 4);
        std::fs::remove_dir_all(folder.path().join("parts")).unwrap();
    }
    // A warm-up: one letter on the first day, two on the second, the last one on the third.
    let (status, said) = export(&folder, &["--as", "zip", "--out", "parts/out.zip", "--warm-up", "1"]);
    assert_eq!(status, 1, "{said}");
    let kept = |day: u32| {
        let file = File::open(folder.path().join(format!("parts/out-00{day}.zip"))).unwrap();
        Batch::open(file).unwrap().manifest().counts.kept
    };
    assert_eq!([kept(1), kept(2), kept(3)], [1, 2, 1]);
    std::fs::remove_dir_all(folder.path().join("parts")).unwrap();
    let (status, said) = export(&folder, &["--as", "mbox", "--out", "parts/out.mbox", "--max-bytes", "1000"]);
    assert_eq!(status, 1, "{said}");
    let names = files(&folder.path().join("parts"));
    assert!(names.len() > 2 && names.contains(&"manifest.json".to_owned()), "{names:?}");
    for name in names.iter().filter(|name| name.ends_with(".mbox")) {
        assert!(folder.path().join("parts").join(name).metadata().unwrap().len() <= 1_000, "{name}");
    }
}

#[test]
fn a_maildir_is_what_mail_programs_read() {
    let folder = folder("");
    folder.write("box/new/other", "From: x\n\nkept");
    for _ in 0..2 {
        let (status, said) = export(&folder, &["--as", "maildir", "--out", "box"]);
        assert_eq!(status, 1, "{said}");
        assert_eq!(files(&folder.path().join("box/new")).len(), 5, "the second export replaces the first");
        assert!(folder.path().join("box/tmp").is_dir() && folder.path().join("box/cur").is_dir());
    }
    let manifest =
        outbox::read_manifest(&std::fs::read(folder.path().join("box/manifest.json")).unwrap()).unwrap();
    let file = manifest.rows[0].file.as_ref().unwrap();
    assert!(file.starts_with("new/") && folder.path().join("box").join(file).is_file(), "{file}");
    // A folder of messages is not laid over other files.
    folder.write("full/notes.txt", "mine");
    let (status, said) = export(&folder, &["--as", "eml", "--out", "full"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("holds other files"), "{said}");
}

#[test]
fn parts_of_a_folder_are_folders_and_are_replaced() {
    let folder = folder("");
    for size in ["2", "3"] {
        let (status, said) = export(&folder, &["--as", "eml", "--out", "mails", "--batch-size", size]);
        assert_eq!(status, 1, "{said}");
        assert_eq!(files(&folder.path().join("mails")), ["001", "002", "manifest.json"]);
        assert_eq!(files(&folder.path().join("mails/001")).len().to_string(), size);
    }
}

#[test]
fn files_beside_the_letter_are_attached() {
    let folder = folder("attachments = [\"prices.pdf\", \"{{ name }}.txt\"]\n");
    folder.write("prices.pdf", "%PDF");
    for name in ["bo", "cy", "di"] {
        folder.write(&format!("{name}.txt"), name);
    }
    let (status, said) = export(&folder, &["--as", "eml", "--out", "mails"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("the letter attaches \"ed.txt\"") && said.contains("3 messages"), "{said}");
    let mail = std::fs::read_to_string(folder.path().join("mails/00002-bo-a.test.eml")).unwrap();
    assert!(mail.contains("filename=prices.pdf") && mail.contains("filename=bo.txt\r\n"), "{mail}");
    assert!(mail.contains("\r\nJVBERg==\r\n") && mail.contains("\r\nYm8=\r\n"), "{mail}");
}

#[test]
fn json_lines_have_the_shape_that_a_relay_takes() {
    let folder = folder("attachments = [\"prices.pdf\"]\n");
    folder.write("prices.pdf", "%PDF");
    let lines = |preset: &str| -> Vec<serde_json::Value> {
        let (status, said) = export(&folder, &["--as", &format!("jsonl:{preset}"), "--out", "out.jsonl"]);
        assert_eq!(status, 1, "{said}");
        let text = std::fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let sendgrid = lines("sendgrid");
    assert_eq!(sendgrid.len(), 4);
    assert_eq!(sendgrid[0]["personalizations"][0]["to"][0]["email"], "bo@a.test");
    assert_eq!(sendgrid[0]["attachments"][0]["content"], "JVBERg==");
    let postmark = lines("postmark");
    assert_eq!(postmark[1]["Subject"], "Hi cy");
    assert_eq!(postmark[1]["Attachments"][0]["Name"], "prices.pdf");
}

#[test]
fn a_campaign_file_brings_its_letter_its_list_and_its_files() {
    use engine::campaign::{Campaign, Settings};
    let folder = Folder::new();
    let letter = compose::Letter {
        subject: "Hi {{ name }}".into(),
        from: "ann@example.test".into(),
        attachments: vec!["{{ name }}.txt".into()],
        body: "Hello {{ name }}.".into(),
        ..compose::Letter::default()
    };
    let settings = Settings {
        name: "Spring".into(),
        list: Some("members.csv".into()),
        segment: "name != 'di'".into(),
        ..Settings::default()
    };
    let campaign = Campaign {
        letter,
        settings,
        list: b"email,name\nbo@a.test,bo\ncy@b.test,cy\ndi@a.test,di\ned@a.test,ed\n".to_vec(),
        suppressed: vec!["ed@a.test".into()],
        files: vec![("bo.txt".into(), b"x".to_vec())],
    };
    folder.write("spring.postroom", campaign.write(1_795_500_000));
    let run = |args: &[&str]| {
        let output = postroom().args(args).current_dir(folder.path()).output().unwrap();
        (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
    };
    let (status, text, said) = run(&["render", "spring.postroom", "--row", "3", "--as", "text"]);
    assert_eq!((status, text.as_slice()), (0, b"Hello cy.\n".as_slice()), "{said}");
    // Cy's file is not there, Di is not in the segment, and Ed is suppressed.
    let (status, _, said) = run(&["export", "spring.postroom", "--as", "eml", "--out", "out"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("1 messages from 4 rows (2 set aside, 1 rejected)"), "{said}");
    assert!(said.contains("cy.txt"), "{said}");
    let (status, _, said) = run(&["export", "letter.md", "--as", "eml", "--out", "out"]);
    assert_eq!(status, 2, "{said}");
}
