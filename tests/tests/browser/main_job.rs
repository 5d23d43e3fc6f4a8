//! The main job, as a new user does it: write, address, check, export, hand over, explain, come back.

use postroom_tests::letters::{read_batch, read_maildir};

use crate::harness::{BODY, Desk};

/// A list of the user's own: semicolons, a column whose name is no identifier, a record over two lines, a duplicate,
/// two rows without a usable address.
pub const OWN_LIST: &[u8] = include_bytes!("../../fixtures/own-list.csv");
/// Records below its header.
const ROWS: usize = 8;

const OWN_BODY: &str = "# Dear {{ first_name }}\n\n{% if city == \"Bergen\" %}See you in **Bergen**.{% else %}\
                        Greetings to {{ city }}.{% endif %}\n\nGrüße from the café";

#[tokio::test]
async fn a_first_visitor_finds_a_finished_letter() {
    let desk = Desk::open().await;
    let body = desk.ask(&format!("return written(find('field', {BODY:?}))")).await;
    assert!(body.as_str().unwrap_or_default().contains("{{"), "the sample letter has merge fields: {body}");
    desk.until("the preview has the letter", "tidy(letter()?.body?.innerText).length > 100").await;
    let said = desk.ask("return tidy(letter().body.innerText)").await;
    assert!(!said.as_str().unwrap_or_default().contains("{{"), "the preview is merged: {said}");
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn the_page_can_be_used_before_the_engine_is_there() {
    let desk = Desk::open_blank().await;
    // The engine's files hang for ever; the page must not care.
    desk.hold_back_the_engine().await;
    desk.visit("compose").await;
    desk.until("the page marks that it is ready", "performance.getEntriesByName('ready').length > 0").await;
    desk.add(BODY, " typed before the engine").await;
    desk.until(
        "the words stand in the editor",
        &format!("written(find('field', {BODY:?})).includes('typed before the engine')"),
    )
    .await;
    let engine = desk.ask("return document.documentElement.dataset.engine").await;
    assert_eq!(engine, "loading");
    desk.leave().await;
}

#[tokio::test]
async fn what_is_typed_is_seen_at_once() {
    let desk = Desk::open().await;
    desk.fill("Subject", "To {{ first_name }} alone").await;
    desk.fill(BODY, "# Hello {{ first_name }}\n\nA *new* line").await;
    desk.letter_says("A new line").await;
    let first = desk.ask("return tidy(letter().body.innerText)").await;
    desk.sees("alone").await;

    desk.click("button", "Next recipient").await;
    desk.until(
        "another recipient's letter is shown",
        &format!("tidy(letter()?.body?.innerText) !== {first} && tidy(letter()?.body?.innerText).includes('A new line')"),
    )
    .await;
    desk.click("button", "Previous recipient").await;
    desk.until("the first letter is back", &format!("tidy(letter()?.body?.innerText) === {first}")).await;

    desk.click("tab", "Text").await;
    desk.sees("A new line").await;
    desk.click("tab", "Source").await;
    desk.sees("MIME-Version: 1.0").await;
    desk.click("tab", "Headers").await;
    desk.sees("Message-ID").await;
    desk.leave().await;
}

/// The whole way with a list of one's own: its counts, the zip, the relay.
#[tokio::test]
async fn a_list_of_ones_own_goes_all_the_way() {
    let mut desk = Desk::open().await;
    desk.fill("From", "Ann Lee <ann.lee@example.org>").await;
    desk.fill("Subject", "News for {{ first_name }} – café").await;
    desk.fill("Preheader", "For {{ city }}").await;
    desk.click("button", "Replies and unsubscribing").await;
    desk.fill("Leave link", "https://example.org/leave/{{ row[\"E-mail\"] | urlencode }}").await;
    desk.fill(BODY, OWN_BODY).await;

    desk.visit("recipients").await;
    let list = desk.file("own-list.csv", OWN_LIST);
    desk.give_file(&list).await;
    desk.sees("own-list.csv").await;
    desk.sees("semicolon").await;
    desk.sees("E-mail").await;
    let [rows, kept, set_aside, rejected] = desk.counts().await;
    assert_eq!(rows, ROWS);
    assert_eq!(rows, kept + set_aside + rejected, "{kept} + {set_aside} + {rejected}");
    assert_eq!((set_aside, rejected), (1, 2));
    // Row 4 has no @ and row 8 two; numbers as a spreadsheet shows them, the record over two lines being one.
    desk.until(
        "the bad rows are told by their numbers",
        "[4, 8].every((row) => [...document.querySelectorAll('tr, li')].some((e) => shown(e) && \
         new RegExp(`\\\\b${row}\\\\b`).test(tidy(e.innerText)) && /reject|@/i.test(e.innerText)))",
    )
    .await;
    desk.keep_picture("own-list").await;

    desk.visit("compose").await;
    desk.letter_says("Dear Ann").await;
    desk.letter_says("See you in Bergen").await;

    desk.visit("send").await;
    desk.export_zip(kept).await;
    let (letters, manifest) = read_batch(&desk.downloaded("zip").await);
    assert_eq!(letters.len(), kept);
    for letter in &letters {
        assert_eq!(letter.defects(), Vec::<&str>::new());
        assert_eq!(letter.types(), ["multipart/alternative", "text/plain", "text/html"]);
        assert_eq!(letter.encodings(), ["quoted-printable", "quoted-printable"]);
        assert_eq!(letter.header("from"), "Ann Lee <ann.lee@example.org>");
        for name in ["date", "message-id", "list-unsubscribe", "mime-version", "to"] {
            assert!(!letter.header(name).is_empty(), "no {name} in {letter:?}");
        }
    }
    let ann = letters.iter().find(|letter| letter.header("to").contains("ann@example.com")).unwrap();
    assert_eq!(ann.header("subject"), "News for Ann – café");
    assert!(ann.html().contains("<strong>Bergen</strong>"), "{}", ann.html());
    assert!(ann.text().contains("Grüße from the café"), "{}", ann.text());
    let bob = letters.iter().find(|letter| letter.header("to").contains("bob@example.com")).unwrap();
    assert!(bob.text().contains("Greetings to Oslo"), "{}", bob.text());
    let status = |wanted: &str| {
        manifest["rows"].as_array().unwrap().iter().filter(|row| row["status"] == wanted).count()
    };
    assert_eq!((status("kept"), status("excluded"), status("rejected")), (kept, set_aside, rejected));

    desk.hand_over(kept).await;
    let delivered = read_maildir(&desk.maildir());
    assert_eq!(delivered.len(), kept + 1, "everybody's letter, and the one to oneself");
    let mut subjects: Vec<&str> = delivered.iter().map(|letter| letter.header("subject")).collect();
    subjects.sort_unstable();
    assert!(subjects.contains(&"News for Bob – café"), "{subjects:?}");
    desk.keep_picture("handed-over").await;

    desk.come_back().await;
    desk.letter_says("Dear Ann").await;
    desk.visit("recipients").await;
    assert_eq!(desk.counts().await, [rows, kept, set_aside, rejected]);
    desk.leave().await;
}

#[tokio::test]
async fn an_answer_is_explained() {
    let mut desk = Desk::open().await;
    desk.visit("explain").await;
    desk.fill("What came back", "550 5.1.1 User unknown").await;
    desk.sees("This address does not exist").await;
    desk.sees("Whose fault").await;
    desk.sees("What to do").await;
    desk.is_accessible("explain with an answer").await;
    desk.keep_picture("explained").await;
    desk.sees("Earlier in this campaign").await;
    desk.come_back().await;
    desk.visit("explain").await;
    desk.sees("This address does not exist").await;
    desk.leave().await;
}

#[tokio::test]
async fn every_code_can_be_looked_up() {
    let desk = Desk::open().await;
    desk.visit("explain").await;
    desk.click("tab", "All codes").await;
    desk.sees("What the digits say").await;
    desk.is_accessible("all codes").await;
    desk.keep_picture("all-codes").await;
    desk.fill("Search all codes", "mailbox full").await;
    desk.until("the search leaves few", "document.querySelectorAll('.codes li').length < 10").await;
    desk.fill("Search all codes", "5.1.1").await;
    desk.until("the enhanced code is found", "document.querySelectorAll('.codes li').length > 0").await;
    desk.ask("document.querySelector('.codes a').click()").await;
    desk.sees("This address does not exist").await;
    desk.leave().await;
}

impl Desk {
    /// How the rows add up, as the page says it: rows, kept, set aside, rejected.
    pub async fn counts(&self) -> [usize; 4] {
        self.until("the rows add up on the page", "/[\\d,]+ rows.*kept.*set aside.*rejected/s.test(main())")
            .await;
        let script = "const all = main(); \
             return [/([\\d,]+) rows/, /([\\d,]+) kept/, /([\\d,]+) set aside/, /([\\d,]+) rejected/]\
             .map((e) => Number((all.match(e)?.[1] ?? '-1').replace(/,/g, '')))";
        let numbers = self.ask(script).await;
        std::array::from_fn(|at| numbers[at].as_u64().unwrap_or(usize::MAX as u64) as usize)
    }

    /// Exports the batch as a zip, which is chosen from the start.
    pub async fn export_zip(&self, letters: usize) {
        self.click("button", &format!("Export {letters} letters")).await;
        self.sees(&format!("Exported {letters} letters")).await;
    }

    /// Hands the batch over to the relay and waits until each letter has its outcome.
    async fn hand_over(&self, letters: usize) {
        self.click("label", "Hand to relay.*").await;
        self.sees("The relay is ready").await;
        // What a page may not do itself is said before anybody types a key.
        self.click("button", "Providers and mail engines.*").await;
        self.sees("Not from a page").await;
        self.click("button", "Show the request of one letter").await;
        self.sees("POST https://api.postmarkapp.com/email/batch").await;
        self.is_accessible("the plan of a hand-over").await;
        self.keep_picture("hand-over-plan").await;
        // One letter goes to oneself before the others may go.
        self.click("button", "Send the test").await;
        self.sees("Taken:").await;
        self.click("button", &format!("Hand over {letters} letters…")).await;
        self.sees("ann.lee@example.org").await;
        self.is_accessible("the question before handing over").await;
        self.click("button", "Hand over").await;
        self.sees(&format!("{letters} accepted")).await;
        self.sees(&format!("{letters} of {letters} letters had their turn")).await;
    }

    /// From now on, what the worker is made of never arrives.
    async fn hold_back_the_engine(&self) {
        let source = "window.Worker = class extends Worker { \
             constructor() { super(URL.createObjectURL(new Blob(['']))); } };";
        self.devtools("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": source })).await;
    }
}
