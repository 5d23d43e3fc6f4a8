//! The main job in the other engines of the web: Firefox's, and WebKit, which Safari and every browser of an iPhone has.

use postroom_tests::letters::{read_batch, read_maildir};

use crate::harness::{BODY, Desk, Kind};
use crate::main_job::OWN_LIST;

#[tokio::test]
async fn firefox_does_the_main_job() {
    let mut desk = write_and_address(Kind::Firefox).await;
    let (letters, _) = read_batch(&desk.downloaded("zip").await);
    let ann = letters.iter().find(|letter| letter.header("to").contains("ann@example.com")).unwrap();
    assert_eq!(ann.defects(), Vec::<&str>::new());
    assert!(ann.text().contains("Grüße from the café"), "{}", ann.text());
    explain(&desk).await;
    desk.come_back().await;
    desk.letter_says("Dear Ann").await;
    desk.leave().await;
}

#[tokio::test]
async fn webkit_does_the_main_job() {
    let desk = write_and_address(Kind::WebKit).await;
    explain(&desk).await;
    desk.leave().await;
}

/// A letter and a list of one's own, merged, checked, exported, and one letter handed over.
async fn write_and_address(kind: Kind) -> Desk {
    let desk = Desk::open_in(kind).await;
    desk.fill("From", "Ann Lee <ann.lee@example.org>").await;
    desk.fill("Subject", "News for {{ first_name }}").await;
    desk.click("button", "Replies and unsubscribing").await;
    desk.fill("Leave link", "https://example.org/leave/{{ row[\"E-mail\"] | urlencode }}").await;
    desk.fill(BODY, "# Dear {{ first_name }}\n\nGrüße from the café in {{ city }}").await;

    desk.visit("recipients").await;
    let list = desk.file("own-list.csv", OWN_LIST);
    desk.give_file(&list).await;
    desk.sees("own-list.csv").await;
    let [rows, kept, set_aside, rejected] = desk.counts().await;
    assert_eq!((rows, set_aside, rejected), (8, 1, 2));

    desk.visit("compose").await;
    desk.letter_says("Dear Ann").await;
    desk.letter_says("Grüße from the café in Bergen").await;

    desk.visit("check").await;
    desk.sees(&format!("All {kept} merged letters")).await;

    desk.visit("send").await;
    desk.export_zip(kept).await;
    desk.click("label", "Hand to relay.*").await;
    desk.sees("The relay is ready").await;
    desk.click("button", "Send the test").await;
    desk.sees("Taken:").await;
    assert_eq!(read_maildir(&desk.maildir()).len(), 1);
    desk
}

async fn explain(desk: &Desk) {
    desk.visit("explain").await;
    desk.fill("What came back", "550 5.1.1 User unknown").await;
    desk.sees("This address does not exist").await;
    desk.sees("Whose fault").await;
}
