//! Exports that are larger than memory should be: into a file that is chosen, through the browser's storage, in parts; after a
//! closed tab, and where there is no room.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{BODY, Desk, place};

/// Letters enough that an export can be interrupted, each with a cell that can't be pressed.
const MANY: usize = 40_000;

impl Desk {
    /// A letter and a list of so many rows, on the page from where they leave.
    async fn has_letters(&self, rows: usize) {
        self.fill("Preheader", "").await;
        self.fill("Subject", "For {{ name }}").await;
        self.fill(BODY, "Hello {{ name }}, your key is {{ noise }}").await;
        self.click("button", "Replies and unsubscribing").await;
        self.fill("Leave link", "https://example.org/leave").await;
        self.visit("recipients").await;
        let mut list = String::from("email,name,noise\n");
        let mut state = 0x9e37_79b9_u64;
        for number in 0..rows {
            write!(list, "person{number}@post.example,Person {number},").unwrap();
            for _ in 0..300 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                list.push(char::from(b'a' + (state % 26) as u8));
            }
            list.push('\n');
        }
        self.give_file(&self.file("many.csv", list.as_bytes())).await;
        self.sees(&format!("{} kept", grouped(rows))).await;
        self.visit("send").await;
    }

    /// Chooses in a list of choices, as its keys would.
    async fn chooses(&self, field: &str, value: &str) {
        self.until(
            &format!("{field} is chosen"),
            &format!(
                "(e => {{ if (!e) return false; e.value = {value:?}; \
                 e.dispatchEvent(new Event('change', {{ bubbles: true }})); return e.value === {value:?}; }})(find('field', {field:?}))"
            ),
        )
        .await;
    }

    /// The download of this name, once it is whole.
    async fn saved(&self, name: &str) -> PathBuf {
        let started = Instant::now();
        loop {
            let files = self.downloads();
            let under_way = files.iter().any(|path| path.extension().is_some_and(|e| e == "crdownload"));
            let done = files.iter().find(|path| path.file_name().is_some_and(|file| file == name));
            match done {
                Some(path) if !under_way => return path.clone(),
                _ if started.elapsed() > Duration::from_secs(40) => panic!("{name} is not in {files:?}"),
                _ => tokio::time::sleep(Duration::from_millis(40)).await,
            }
        }
    }

    /// Waits until the export that runs has written so many rows.
    async fn has_written(&self, rows: usize) {
        self.until(
            &format!("{rows} rows are written"),
            &format!(
                "Number((/([\\d,]+) of [\\d,]+ rows/.exec(main()) || [])[1]?.replace(/,/g, '')) > {rows}"
            ),
        )
        .await;
    }
}

fn grouped(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

/// How many letters a batch has, which the command proves.
#[track_caller]
fn proved(batch: &Path) -> u64 {
    let output = Command::new(place("POSTROOM_BIN", "postroom"))
        .args(["verify", "--json"])
        .arg(batch)
        .output()
        .unwrap();
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert!(
        output.status.success(),
        "{}: {said} {}",
        batch.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    said["messages"].as_u64().unwrap()
}

#[tokio::test]
async fn an_export_goes_on_after_the_tab_was_closed() {
    let mut desk = Desk::open().await;
    desk.has_letters(MANY).await;
    desk.until("it is saved", "/Saved in this browser/.test(everything())").await;
    desk.click("button", "Export 40,000 letters").await;
    desk.has_written(15_000).await;
    desk.keep_picture("export-under-way").await;
    desk.come_back().await;
    desk.visit("send").await;
    desk.sees("An export was interrupted").await;
    desk.sees("40,000 people").await;
    desk.is_accessible("an interrupted export").await;
    desk.keep_picture("export-interrupted").await;
    desk.click("button", "Go on").await;
    desk.sees("Exported 40,000 letters").await;
    let batch = desk.saved("many.zip").await;
    assert_eq!(proved(&batch), MANY as u64);
    // It is still there on the next visit, until it is removed.
    desk.come_back().await;
    desk.visit("send").await;
    desk.sees("on an earlier visit").await;
    desk.click("button", "Remove it").await;
    desk.until("it is gone", "!/earlier visit/.test(main())").await;
    desk.leave().await;
}

#[tokio::test]
async fn what_was_finished_before_the_tab_was_closed_is_a_batch() {
    let mut desk = Desk::open().await;
    desk.has_letters(MANY).await;
    desk.until("it is saved", "/Saved in this browser/.test(everything())").await;
    desk.click("button", "Export 40,000 letters").await;
    desk.has_written(15_000).await;
    desk.come_back().await;
    // Another letter by now: the export has its own.
    desk.fill("Subject", "Something else").await;
    desk.visit("send").await;
    desk.sees("40,000 people").await;
    desk.click("button", "Save what is finished").await;
    desk.sees("This is what was finished").await;
    let finished = proved(&desk.saved("many.zip").await);
    assert!(finished > 0 && finished < MANY as u64, "{finished}");
    desk.leave().await;
}

#[tokio::test]
async fn where_the_storage_is_full_the_batch_ends_whole_and_the_rest_follows() {
    let desk = Desk::open().await;
    desk.has_letters(MANY).await;
    let origin = desk.address().to_owned();
    // Room for the list that is kept there, and for a part of the letters.
    let used = desk.client().execute_async(
        "const done = arguments[0]; navigator.storage.estimate().then(e => done(e.usage));",
        Vec::new(),
    );
    let used = used.await.unwrap().as_u64().unwrap();
    let quota = used + (12 << 20);
    desk.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": quota })).await;
    desk.click("button", "Export 40,000 letters").await;
    desk.sees("There was no room for all of it").await;
    desk.is_accessible("an export that ended early").await;
    desk.keep_picture("export-no-room").await;
    let first = desk.saved("many.zip").await;
    let in_first = proved(&first);
    desk.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await;
    desk.click("button", "Export the rest").await;
    let rest = format!("many-from-{}.zip", in_first + 1);
    desk.sees(&rest).await;
    assert_eq!(in_first + proved(&desk.saved(&rest).await), MANY as u64);
    desk.leave().await;
}

#[tokio::test]
async fn an_export_goes_straight_into_a_chosen_file() {
    let desk = Desk::open().await;
    desk.has_letters(300).await;
    // Nobody sits before this browser to choose a file, so it is told which one; all else is the browser's own.
    desk.ask(
        "window.showSaveFilePicker = async ({ suggestedName }) => (await navigator.storage.getDirectory()) \
         .getFileHandle(suggestedName, { create: true });",
    )
    .await;
    desk.chooses("Goes to", "file").await;
    desk.click("button", "Export 300 letters").await;
    desk.sees("Exported 300 letters").await;
    assert!(desk.downloads().is_empty(), "what is in a chosen file is not in the downloads");
    let script = "const done = arguments[0]; (async () => { \
         const file = await (await (await navigator.storage.getDirectory()).getFileHandle('many.zip')).getFile(); \
         const url = URL.createObjectURL(file), a = document.createElement('a'); \
         a.href = url; a.download = 'chosen.zip'; a.click(); done(file.size); })();";
    desk.client().execute_async(script, Vec::new()).await.unwrap();
    assert_eq!(proved(&desk.saved("chosen.zip").await), 300);

    // A file that may not be written any more is told, and nothing is left of it.
    desk.ask(
        "window.showSaveFilePicker = async () => { \
         const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('gone', { create: true }); \
         const file = await folder.getFileHandle('x.zip', { create: true }); \
         await folder.removeEntry('x.zip'); \
         await (await navigator.storage.getDirectory()).removeEntry('gone', { recursive: true }); return file; };",
    )
    .await;
    desk.click("button", "Export 300 letters").await;
    desk.sees("is gone").await;
    desk.leave().await;
}

#[tokio::test]
async fn an_export_in_parts_is_as_many_batches() {
    let desk = Desk::open().await;
    desk.has_letters(2_300).await;
    desk.chooses("Parts", "1000-letters").await;
    desk.click("button", "Export 2,300 letters").await;
    desk.sees("Exported 2,300 letters").await;
    desk.sees("in 3 parts").await;
    desk.click("button", "Verify a batch").await;
    let input = "document.querySelector('details[open] input[type=file]')";
    desk.give_file_to(input, &desk.saved("many-002.zip").await).await;
    desk.sees("many-002.zip is whole and unchanged").await;
    let mut torn = std::fs::read(desk.saved("many-002.zip").await).unwrap();
    torn[300] ^= 1;
    desk.give_file_to(input, &desk.file("torn.zip", &torn)).await;
    desk.sees("torn.zip has").await;
    desk.is_accessible("a proof").await;
    desk.keep_picture("export-proof").await;
    for (part, letters) in [("many-001.zip", 1_000), ("many-002.zip", 1_000), ("many-003.zip", 300)] {
        assert_eq!(proved(&desk.saved(part).await), letters);
    }
    desk.leave().await;
}
