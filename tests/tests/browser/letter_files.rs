//! Letters in and out as files: a mail of another program, and a whole campaign.

use crate::harness::{BODY, Desk};

const MAIL: &[u8] = b"From: Ann Lee <ann@example.org>\r\n\
Subject: News for *|FNAME|*\r\n\
Received: from a.example by b.example\r\n\
MIME-Version: 1.0\r\n\
Content-Type: multipart/related; boundary=r\r\n\
\r\n\
--r\r\n\
Content-Type: text/html; charset=iso-8859-1\r\n\
\r\n\
<p>Gr\xfc\xdfe to %%town%% <img src=\"cid:dot@1\" alt=\"A dot\"></p>\r\n\
--r\r\n\
Content-Type: image/gif; name=dot.gif\r\n\
Content-ID: <dot@1>\r\n\
Content-Transfer-Encoding: base64\r\n\
\r\n\
R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==\r\n\
--r--\r\n";

#[tokio::test]
async fn a_mail_becomes_a_letter_and_its_fields_are_matched() {
    let desk = Desk::open().await;
    desk.letter_says("garden").await;
    let mail = desk.file("news.eml", MAIL);
    desk.give_file(&mail).await;
    desk.sees("The letter was opened").await;
    desk.sees("Received").await;
    desk.is_accessible("what became of a mail").await;
    desk.click("button", "Match fields with columns…").await;
    desk.until("the strange field waits for its column", "document.getElementById('match-town')").await;
    desk.is_accessible("fields and columns").await;
    desk.ask("document.getElementById('match-town').focus()").await;
    desk.press("group").await;
    desk.click("button", "Write them as these columns").await;
    let source = format!("written(find('field', {BODY:?})).includes('Grüße to {{{{ group }}}}')");
    desk.until("the field is the column", &source).await;
    desk.until("its image is seen", "letter()?.querySelector('img[alt=\"A dot\"]')?.naturalWidth === 1")
        .await;
    desk.letter_says("Grüße to").await;
    // One step back is the letter before the match, two the one before the mail.
    desk.click("button", "Undo").await;
    desk.click("button", "Undo").await;
    desk.letter_says("garden").await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn a_campaign_is_saved_and_opened_again() {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let list = desk.file("few.csv", b"email,name\nann@example.com,Ann\nbo@example.com,Bo\n");
    desk.give_file(&list).await;
    desk.sees("few.csv").await;
    desk.visit("compose").await;
    desk.plain_head().await;
    desk.fill(BODY, "For {{ name }}, the first of its kind.").await;
    desk.letter_says("For Ann, the first").await;
    desk.click("button", "Letter").await;
    desk.click("any", "Save the campaign \\(.postroom\\)").await;
    let saved = desk.downloaded("postroom").await;

    desk.visit("recipients").await;
    let list = desk.file("others.csv", b"email,name\ncy@example.com,Cy\n");
    desk.give_file(&list).await;
    desk.sees("others.csv").await;
    desk.visit("compose").await;
    desk.fill(BODY, "Another one for {{ name }}.").await;
    desk.letter_says("Another one for Cy").await;
    desk.give_file(&saved).await;
    desk.sees("It takes the place of your letter").await;
    desk.is_accessible("the question before a campaign").await;
    desk.click("button", "Open it").await;
    desk.letter_says("For Ann, the first").await;
    desk.visit("recipients").await;
    desk.sees("few.csv").await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}
