//! A long job is told, can be given up, and keeps nobody from working.

use std::fmt::Write;

use crate::harness::{BODY, Desk};

/// Enough rows that writing their letters takes a while on any machine.
const ROWS: usize = 120_000;

#[tokio::test]
async fn an_export_can_be_cancelled_and_the_engine_goes_on() {
    let desk = Desk::open().await;
    desk.fill("Preheader", "").await;
    desk.fill("Subject", "For {{ name }}").await;
    desk.fill(BODY, "Hello {{ name }}").await;
    desk.click("button", "Replies and unsubscribing").await;
    desk.fill("Leave link", "https://example.org/leave").await;
    desk.visit("recipients").await;
    let mut list = String::from("email,name\n");
    for number in 0..ROWS {
        writeln!(list, "person{number}@post.example,Person {number}").unwrap();
    }
    desk.give_file(&desk.file("many.csv", list.as_bytes())).await;
    desk.sees("120,000 rows").await;
    desk.sees("120,000 kept").await;

    desk.visit("send").await;
    desk.click("button", "Export 120,000 letters").await;
    desk.click("button", "Cancel").await;
    desk.sees("The export was cancelled").await;
    let downloaded = desk.downloads();
    assert!(downloaded.is_empty(), "a cancelled export leaves no file: {downloaded:?}");

    desk.visit("compose").await;
    desk.fill(BODY, "Still there, {{ name }}").await;
    desk.letter_says("Still there, Person 0").await;
    desk.leave().await;
}

#[tokio::test]
async fn undo_brings_back_the_letter_and_redo_the_edit() {
    let desk = Desk::open().await;
    let body = format!("written(find('field', {BODY:?}))");
    let before = desk.ask(&format!("return {body}")).await;
    desk.fill(BODY, "Something else").await;
    desk.letter_says("Something else").await;
    desk.press("\u{e009}z\u{e000}").await;
    desk.until("the letter is back", &format!("{body} === {before}")).await;
    desk.press("\u{e009}\u{e008}z\u{e000}").await;
    desk.until("the edit is back", &format!("{body} === 'Something else'")).await;
    desk.leave().await;
}
