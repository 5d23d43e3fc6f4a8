//! Work with a list: a segment, a cell edited in place, a row set aside, the way back, sorting, and the list as a file.

use crate::harness::Desk;

const LIST: &[u8] = "email,name,plan,age\n\
    ann@example.com,Ann,pro,31\n\
    bo.example.com,Bo,free,5\n\
    cy@example.com,Cy,pro,9\n\
    dee@example.com,=Dee,free,40\n"
    .as_bytes();

async fn with_list() -> Desk {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let list = desk.file("members.csv", LIST);
    desk.give_file(&list).await;
    desk.sees("members.csv").await;
    counts(&desk, [4, 3, 0, 1]).await;
    desk
}

/// Waits until the rows add up like this: rows, kept, set aside, rejected.
async fn counts(desk: &Desk, expected: [usize; 4]) {
    let numbers = expected.map(|number| number.to_string()).join(",");
    desk.until(
        &format!("the rows add up to {numbers}"),
        &format!(
            "[...document.querySelectorAll('.eq b')].map((b) => tidy(b.innerText)).join(',') === '{numbers}'"
        ),
    )
    .await;
}

const WORKBOOK: &[u8] = include_bytes!("../../fixtures/members.xlsx");

#[tokio::test]
async fn a_workbook_is_read_and_its_sheet_chosen() {
    let mut desk = Desk::open().await;
    desk.visit("recipients").await;
    let list = desk.file("members.xlsx", WORKBOOK);
    desk.give_file(&list).await;
    desk.sees("Excel, sheet Members").await;
    counts(&desk, [3, 2, 0, 1]).await;
    desk.sees("Zoë").await;
    desk.ask("document.querySelector('.cols').open = true").await;
    desk.until("the sheets can be chosen", "document.getElementById('read-sheet')").await;
    desk.ask("document.getElementById('read-sheet').focus()").await;
    desk.press("Fri").await;
    desk.sees("Excel, sheet Friends").await;
    counts(&desk, [1, 1, 0, 0]).await;
    desk.is_accessible("a workbook").await;

    // It is read again on another day.
    desk.come_back().await;
    desk.visit("recipients").await;
    counts(&desk, [1, 1, 0, 0]).await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn a_segment_is_counted_chosen_and_kept() {
    let mut desk = with_list().await;
    desk.ask("document.querySelector('.segments').open = true").await;
    desk.fill("Recipients for whom this holds", "plan == \"pro\"").await;
    desk.sees("2 of 3 recipients").await;
    desk.fill("Name for this segment", "Pros").await;
    desk.click("button", "Save").await;
    desk.click("button", "Use this segment").await;
    counts(&desk, [4, 2, 1, 1]).await;
    desk.is_accessible("a segment").await;
    desk.keep_picture("segment").await;
    desk.fill("Recipients for whom this holds", "plann == \"pro\"").await;
    desk.sees("Did you mean `plan`?").await;

    // It holds on another day.
    desk.come_back().await;
    desk.visit("recipients").await;
    counts(&desk, [4, 2, 1, 1]).await;
    desk.sees("Pros").await;
    desk.click("button", "Everyone").await;
    counts(&desk, [4, 3, 0, 1]).await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn rows_are_edited_set_aside_and_taken_back_with_the_keyboard() {
    let desk = with_list().await;
    let focus = "document.querySelector('.rwrap').focus()";
    desk.ask(focus).await;
    desk.press("jj").await;
    desk.until("the second row has the focus", "document.activeElement?.dataset?.at === '1'").await;
    desk.press("e").await;
    desk.until("its address is edited", "document.activeElement?.matches('[data-cell]')").await;
    desk.ask("document.activeElement.select()").await;
    desk.press("bo@example.com\u{e007}").await;
    counts(&desk, [4, 4, 0, 0]).await;
    desk.until("the row has the focus again", "document.activeElement?.dataset?.at === '1'").await;
    desk.press("x").await;
    counts(&desk, [4, 3, 1, 0]).await;
    desk.sees("Set aside by hand").await;
    desk.is_accessible("a row set aside").await;
    desk.keep_picture("by-hand").await;
    desk.click("button", "Undo").await;
    counts(&desk, [4, 4, 0, 0]).await;
    desk.click("button", "Undo").await;
    counts(&desk, [4, 3, 0, 1]).await;
    desk.leave().await;
}

#[tokio::test]
async fn a_heading_sorts_and_the_list_is_written() {
    let desk = with_list().await;
    let first =
        |name: &str| format!("tidy(document.querySelector('tr[data-at=\"0\"] th')?.innerText) === '{name}'");
    desk.click("button", "age").await;
    desk.until("the youngest is first", &first("Bo")).await;
    desk.click("button", "age").await;
    desk.until("the oldest is first", &first("=Dee")).await;
    desk.click("button", "Export corrected list").await;
    let written = std::fs::read_to_string(desk.downloaded("csv").await).unwrap();
    assert!(written.starts_with("email,name,plan,age\r\nann@example.com,Ann,pro,31\r\n"), "{written}");
    assert!(written.contains("dee@example.com,'=Dee,free,40"), "{written}");
    desk.sees("apostrophe").await;
    desk.leave().await;
}

#[tokio::test]
async fn every_column_is_shown_and_edited() {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let list = desk.file("wide.csv", b"email,name,a,b,c,d,e,f,g,last\nann@example.com,Ann,1,2,3,4,5,6,7,\n");
    desk.give_file(&list).await;
    counts(&desk, [1, 1, 0, 0]).await;
    desk.until("all columns have a heading", "document.querySelectorAll('.rtable thead th').length === 12")
        .await;
    desk.ask("document.querySelector('tr[data-at] td:last-child').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))")
        .await;
    desk.until("the last cell is edited", "document.activeElement?.ariaLabel === 'last of row 2'").await;
    desk.press("Oslo\u{e007}").await;
    desk.until(
        "it has its text",
        "tidy(document.querySelector('tr[data-at] td:last-child').innerText) === 'Oslo'",
    )
    .await;
    // The address stays where it is seen while the columns pass.
    desk.ask("document.querySelector('.rwrap').scrollLeft = 10000").await;
    desk.until(
        "the address is still seen",
        "(() => { const cell = document.querySelector('tr[data-at] .c-ad').getBoundingClientRect(), pane = document.querySelector('.rwrap').getBoundingClientRect(); return document.querySelector('.rwrap').scrollLeft === 0 || Math.abs(cell.left - pane.left) < 2; })()",
    )
    .await;
    desk.is_accessible("a wide list").await;
    desk.keep_picture("wide").await;
    // Where rows are cards, the other columns stand in the row's detail.
    desk.look(400, 800, "light").await;
    desk.ask("document.querySelector('tr[data-at]').click()").await;
    desk.until(
        "the detail tells the other cells",
        "[...document.querySelectorAll('.others > div')].filter((cell) => cell.checkVisibility()).map((cell) => tidy(cell.innerText)).at(-1) === 'last Oslo'",
    )
    .await;
    desk.is_accessible("a card").await;
    desk.keep_picture("card").await;
    desk.leave().await;
}

#[tokio::test]
async fn a_list_without_consent_gets_the_guide() {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let mut text = String::from("email,signed up,where\n");
    (0..60).for_each(|i| text.push_str(&format!("ann.{i}@example.com,2026-01-02,the shop\n")));
    let list = desk.file("members.csv", text.as_bytes());
    desk.give_file(&list).await;
    counts(&desk, [60, 60, 0, 0]).await;
    desk.sees("Did these readers ask for your letter?").await;
    desk.ask("document.querySelector('.consent').open = true").await;
    desk.sees("Keep when and where each reader asked").await;
    desk.is_accessible("the guide to consent").await;
    desk.keep_picture("consent").await;
    // Whoever names the column is not told again.
    desk.ask("document.querySelector('.cols').open = true").await;
    desk.ask("document.getElementById('col-consent-date').focus()").await;
    desk.press("signed").await;
    desk.sees("is when they asked for it").await;
    desk.until("the guide is gone", "!document.querySelector('.consent')").await;
    desk.leave().await;
}
