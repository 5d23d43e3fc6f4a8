//! What goes with a letter beside its words: a theme, images, files for all readers and for each.

use crate::harness::{BODY, Desk};
use postroom_tests::letters::read_batch;

/// Two of the three have a file of their own, and one of them is not there.
const LIST: &[u8] =
    b"email,name,contract\nann@example.com,Ann,ann.pdf\nbo@example.com,Bo,bo.pdf\ncy@example.com,Cy,\n";

/// A canvas of noise as a file, which is large as PNG and small as JPEG.
const NOISE: &str = "const canvas = new OffscreenCanvas(1600, 400), context = canvas.getContext('2d'); \
    const image = context.createImageData(1600, 400); let seed = 1; \
    for (let i = 0; i < image.data.length; i++) \
        image.data[i] = i % 4 === 3 ? 255 : (seed = (seed * 16807) % 2147483647) % 256; \
    context.putImageData(image, 0, 0); \
    const file = new File([await canvas.convertToBlob()], 'Die Rose.PNG', { type: 'image/png' }); \
    const data = new DataTransfer(); data.items.add(file);";

/// Whether the panel and the letter are both seen, neither over the other.
const APART: &str = "(() => { const panel = find('dialog', 'Theme'), stage = document.querySelector('.stage'); \
    if (!panel || !shown(stage)) return false; \
    const a = panel.getBoundingClientRect(), b = stage.getBoundingClientRect(); \
    const done = find('button', 'Done').getBoundingClientRect(), page = document.documentElement; \
    return b.width > 200 && b.height > 100 && (a.right <= b.left + 1 || a.top >= b.bottom - 1) \
        && done.bottom <= innerHeight && page.scrollHeight <= innerHeight; })()";

impl Desk {
    /// Fields of the sample that a list of other columns does not have are written without them.
    pub async fn plain_head(&self) {
        self.fill("Subject", "Your contract").await;
        self.fill("Preheader", "It is here").await;
        self.click("button", "Replies and unsubscribing").await;
        self.fill("Leave link", "https://example.org/leave").await;
    }

    /// Drops small files of these names where an element is.
    async fn drop_files(&self, place: &str, names: &[&str]) {
        let names = serde_json::to_string(names).unwrap();
        self.ask(&format!(
            "const data = new DataTransfer(); \
             for (const name of {names}) data.items.add(new File(['%PDF-' + name], name, {{ type: 'application/pdf' }})); \
             document.querySelector('{place}').dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}))"
        ))
        .await;
    }
}

#[tokio::test]
async fn a_theme_is_chosen_changed_undone_and_kept() {
    let mut desk = Desk::open().await;
    let canvas = |colour: &str| {
        format!(
            "getComputedStyle(letter()?.querySelector('table.pr-canvas') ?? document.body).backgroundColor === '{colour}'"
        )
    };
    desk.until("the letter has the usual canvas", &canvas("rgb(244, 241, 234)")).await;
    desk.click("button", "Theme…").await;
    desk.click("button", "Meadow").await;
    desk.until("the letter lies on the meadow", &canvas("rgb(234, 241, 230)")).await;
    desk.is_accessible("the panel of themes").await;
    // The letter is in reach meanwhile, and Escape leads back to where one came from.
    desk.click("tab", "Phone").await;
    desk.until("the phone is shown", "document.querySelector('.stage').dataset.view === 'phone'").await;
    desk.click("tab", "Desktop").await;
    desk.click("button", "Meadow").await;
    desk.press("\u{e00c}").await;
    desk.until("the panel is closed", "!find('dialog', 'Theme')").await;
    desk.until("the focus is where it was", "called(document.activeElement) === 'Theme…'").await;
    desk.press("\u{e007}").await;
    desk.until("the focus is in the panel", "document.activeElement.id === 'theme-h'").await;
    desk.press("\u{e004}").await;
    desk.until("the first theme is the next", "called(document.activeElement).endsWith('Post')").await;
    for (width, place) in [(1440, "theme-wide"), (1000, "theme-tablet"), (420, "theme-phone")] {
        desk.client().set_window_size(width, 800).await.unwrap();
        desk.until("panel and letter stand side by side", APART).await;
        desk.keep_picture(place).await;
    }
    desk.client().set_window_size(1440, 900).await.unwrap();
    desk.ask(
        "const hue = [...document.querySelectorAll('.hue')].find((e) => e.textContent.includes('Around')).firstElementChild; \
         hue.value = '#102030'; hue.dispatchEvent(new InputEvent('input', { bubbles: true }))",
    )
    .await;
    desk.until("the canvas has the chosen colour", &canvas("rgb(16, 32, 48)")).await;
    desk.click("button", "Done").await;
    desk.sees("Saved in this browser").await;
    desk.come_back().await;
    desk.until("the colour is still there", &canvas("rgb(16, 32, 48)")).await;
    desk.click("button", "Undo").await;
    desk.click("button", "Undo").await;
    desk.until("the theme before is back", &canvas("rgb(244, 241, 234)")).await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn a_pasted_image_is_made_smaller_embedded_and_kept() {
    let mut desk = Desk::open().await;
    desk.fill(BODY, "A rose for {{ first_name | default(\"you\") }}.").await;
    desk.letter_says("A rose for").await;
    desk.ask(&format!(
        "{NOISE} document.querySelector('#code, #body').dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}))"
    ))
    .await;
    desk.sees("Make it smaller and embed it").await;
    desk.sees("1040 pixels wide").await;
    desk.is_accessible("an image that asks").await;
    desk.fill("What it shows, in words", "A red rose").await;
    desk.click("button", "Insert").await;
    let source =
        format!("written(find('field', {BODY:?})).includes('![A red rose](cid:die-rose.jpg){{width=520}}')");
    desk.until("the image stands in the source", &source).await;
    let shown = "letter()?.querySelector('img[alt=\"A red rose\"]')?.naturalWidth === 1040";
    desk.until("the image is seen in the preview", shown).await;
    desk.click("tab", "Source").await;
    desk.sees("Content-ID: <die-rose.jpg>").await;
    desk.sees("multipart/related").await;
    // It is there on another day, too.
    desk.click("tab", "Desktop").await;
    desk.sees("Saved in this browser").await;
    desk.come_back().await;
    desk.until("the image is still seen", shown).await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn each_reader_gets_a_file_of_their_own() {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let list = desk.file("contracts.csv", LIST);
    desk.give_file(&list).await;
    desk.sees("contracts.csv").await;
    desk.visit("compose").await;
    desk.fill("From", "Ann Lee <ann.lee@example.org>").await;
    desk.plain_head().await;
    desk.fill(BODY, "Dear {{ name }}, your contract.").await;
    desk.letter_says("Dear Ann, your contract.").await;
    // A file that is dropped on the letter is attached to all.
    desk.drop_files("#pane-edit", &["terms.pdf"]).await;
    desk.sees("3 letters of 3 with an attachment").await;
    desk.click("button", "A file named by a column").await;
    desk.click("any", "contract ann.pdf").await;
    desk.sees("Files are missing").await;
    desk.sees("ann.pdf 1 letter, row 2").await;
    desk.sees("bo.pdf 1 letter, row 3").await;
    desk.is_accessible("attachments and images").await;
    desk.keep_picture("enclosures").await;
    desk.drop_files("dialog[open] .stack", &["ann.pdf"]).await;
    desk.until("one file is missing still", "!everything().includes('ann.pdf 1 letter')").await;
    desk.sees("bo.pdf 1 letter, row 3").await;
    // What is taken away by mistake comes back, without leaving the dialog.
    desk.click("button", "Take away ann.pdf").await;
    desk.sees("ann.pdf was taken away").await;
    desk.sees("ann.pdf 1 letter, row 2").await;
    desk.is_accessible("a file that was taken away").await;
    desk.click("button", "Undo").await;
    desk.until(
        "the file is there again",
        "!everything().includes('ann.pdf 1 letter') && !everything().includes('was taken away')",
    )
    .await;
    desk.click("button", "Attach terms.pdf no longer").await;
    desk.sees("terms.pdf is no longer attached").await;
    desk.keep_picture("enclosures-undo").await;
    desk.click("button", "Undo").await;
    desk.until(
        "it is attached in its place",
        "find('field', 'Attachment 1')?.value === 'terms.pdf' && find('field', 'Attachment 2')",
    )
    .await;
    desk.click("button", "Done").await;

    desk.visit("check").await;
    desk.sees("bo.pdf").await;
    desk.visit("send").await;
    desk.click("button", "Export 3 letters").await;
    desk.sees("Exported 2 letters").await;
    let (letters, _) = read_batch(&desk.downloaded("zip").await);
    let types: Vec<Vec<&str>> = letters.iter().map(|letter| letter.types()).collect();
    let texts = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"];
    let (one, two) =
        ([&texts[..], &["application/pdf"]].concat(), [&texts[..], &["application/pdf"; 2]].concat());
    assert_eq!(types, [two, one], "Ann has two files, Cy one, and Bo gets no letter");

    // The way back is one to this letter, and not to another.
    desk.visit("compose").await;
    desk.click("button", "Attachments and images…").await;
    desk.click("button", "Attach terms.pdf no longer").await;
    desk.click("button", "Done").await;
    desk.sees("terms.pdf is no longer attached").await;
    let other = desk.file("other.md", b"+++\nsubject = \"Other\"\n+++\n\nAnother letter");
    desk.give_file(&other).await;
    desk.letter_says("Another letter").await;
    desk.until("there is no way back", "!everything().includes('is no longer attached')").await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn each_reader_sees_an_image_of_their_own() {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let list =
        desk.file("plots.csv", b"email,name,photo\nann@example.com,Ann,ann.png\nbo@example.com,Bo,bo.png\n");
    desk.give_file(&list).await;
    desk.sees("plots.csv").await;
    desk.visit("compose").await;
    desk.fill("From", "Ann Lee <ann.lee@example.org>").await;
    desk.plain_head().await;
    desk.fill(BODY, "Dear {{ name }}, your plot:").await;
    desk.letter_says("Dear Ann, your plot:").await;
    desk.click("button", "Attachments and images…").await;
    desk.ask(
        "const canvas = new OffscreenCanvas(10, 10); canvas.getContext('2d').fillRect(0, 0, 10, 10); \
         const file = new File([await canvas.convertToBlob()], 'ann.png', { type: 'image/png' }); \
         const data = new DataTransfer(); data.items.add(file); \
         document.querySelector('dialog[open] .stack').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))",
    )
    .await;
    desk.sees("ann.png").await;
    desk.click("button", "An image named by a column").await;
    desk.click("any", "photo ann.png").await;
    let source = format!("written(find('field', {BODY:?})).includes('![](cid:{{{{ photo }}}})')");
    desk.until("the image stands in the source", &source).await;
    desk.until("Ann's plot is seen", "letter()?.querySelector('img')?.naturalWidth === 10").await;
    desk.click("tab", "Source").await;
    desk.sees("Content-ID: <ann.png>").await;
    desk.click("button", "Attachments and images…").await;
    desk.sees("bo.png 1 letter, row 3").await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}
