//! The preview beside the letter: its cursor marked, its source one click away, its pictures fetched only when asked for.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};

use crate::harness::{BODY, Desk};

/// Where the marks stand against the blocks with these words: whether each covers the same lines, and there is no other.
fn marked(words: &str) -> String {
    format!(
        "(() => {{ const marks = [...document.querySelectorAll('.here > i')], frame = [...document.querySelectorAll('iframe')].find(shown); \
         const blocks = [...letter().querySelectorAll('h1, p, li')].filter((e) => tidy(e.innerText).includes({words:?})); \
         const covers = (mark, block) => {{ if (!shown(mark)) return false; \
         const a = mark.getBoundingClientRect(), b = block.getBoundingClientRect(), top = frame.getBoundingClientRect().top + b.top; \
         return Math.abs(a.top - top) < 2 && Math.abs(a.height - b.height) < 2; }}; \
         return blocks.length > 0 && marks.length === blocks.length && marks.every((mark, at) => covers(mark, blocks[at])); }})()"
    )
}

const CURSOR: &str = "document.querySelector('.cm-content').cmTile.root.view.state.selection.main.head";

#[tokio::test]
async fn the_letter_and_its_preview_lead_to_each_other() {
    let desk = Desk::open().await;
    let lines: String = (0..40).map(|line| format!("Line {line} of many.\n\n")).collect();
    desk.fill(BODY, &format!("# First words\n\n{lines}Last words {{{{ first_name }}}}")).await;
    desk.letter_says("Last words").await;
    // The block that was typed last was out of sight.
    desk.until("the block of the cursor is marked", &marked("Last words")).await;
    desk.until(
        "what is typed is in sight",
        "(() => { const mark = document.querySelector('.here > i').getBoundingClientRect(), \
         stage = document.querySelector('.stage').getBoundingClientRect(); \
         return mark.top < stage.bottom && mark.bottom > stage.top; })()",
    )
    .await;
    desk.keep_picture("cursor-in-preview").await;

    desk.ask("letter().querySelector('h1').click()").await;
    desk.until("the cursor is in the heading", &format!("{CURSOR} === 0")).await;
    desk.until("the letter has the focus", "document.activeElement.matches('.cm-content')").await;
    desk.until("its block is marked", &marked("First words")).await;

    // The same by keys: Enter on the stage goes to the source of the first block in sight.
    desk.ask(
        "const stage = document.querySelector('.stage'); stage.scrollTop = stage.scrollHeight; stage.focus()",
    )
    .await;
    desk.press("\u{e007}").await;
    desk.until("the cursor is where the preview was", &format!("{CURSOR} > 200")).await;

    desk.click("tab", "Source").await;
    desk.sees("MIME-Version").await;
    let source = desk.ask("return main()").await;
    assert!(
        !source.as_str().unwrap().contains("postroom-block"),
        "a letter has nothing of the preview in it"
    );
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn every_turn_of_a_loop_is_marked_and_leads_to_its_source() {
    let desk = Desk::open().await;
    let source =
        "Before\n\n{% for town in ['Oslo', 'Bergen', 'Voss'] %}\nNews from {{ town }}\n\n{% endfor %}\nAfter";
    desk.fill(BODY, source).await;
    desk.letter_says("News from Voss").await;
    desk.until("the last block is marked once", &marked("After")).await;
    desk.ask("[...letter().querySelectorAll('p')].find((e) => e.innerText.includes('Bergen')).click()").await;
    desk.until("each turn is marked", &marked("News from")).await;
    desk.keep_picture("cursor-in-loop").await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

/// Answers one request that waits, with a picture; `None` where nobody asked.
fn answer(server: &TcpListener) -> Option<String> {
    let (mut stream, _): (TcpStream, _) = match server.accept() {
        Ok(caller) => caller,
        Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
        Err(error) => panic!("{error}"),
    };
    stream.set_nonblocking(false).unwrap();
    let mut asked = [0; 2048];
    let length = stream.read(&mut asked).unwrap();
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        picture.len()
    );
    stream.write_all(format!("{head}{picture}").as_bytes()).unwrap();
    Some(String::from_utf8_lossy(&asked[..length]).into_owned())
}

#[tokio::test]
async fn pictures_of_other_servers_come_only_when_they_are_asked_for() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    server.set_nonblocking(true).unwrap();
    let stranger = TcpListener::bind("127.0.0.1:0").unwrap();
    stranger.set_nonblocking(true).unwrap();
    let (host, other) = (server.local_addr().unwrap(), stranger.local_addr().unwrap());
    let mut desk = Desk::open().await;
    desk.fill(BODY, &format!("Look:\n\n![A garden](http://{host}/a.png)")).await;
    desk.letter_says("A garden").await;
    desk.sees(&format!("Images from {host} are not loaded")).await;
    desk.is_accessible("the question about pictures").await;
    desk.keep_picture("pictures-held-back").await;
    assert_eq!(answer(&server), None, "fetched without being asked for");

    desk.click("button", &format!("Show images from {host}")).await;
    let mut request = None;
    desk.until("the frame has a policy of its own", "letter()?.URL?.endsWith('letter.html')").await;
    while request.is_none() {
        request = answer(&server);
        tokio::task::yield_now().await;
    }
    let request = request.unwrap();
    assert!(request.starts_with("GET /a.png"), "{request}");
    assert!(!request.to_lowercase().contains("referer:"), "{request}");
    desk.until("the picture is there", "letter()?.images[0]?.naturalWidth === 40").await;
    desk.keep_picture("pictures-shown").await;

    // Another server is asked about by itself, and nothing but pictures may come from the first.
    desk.add(
        BODY,
        &format!("\n\n![Another](http://{other}/b.png)\n\n<link rel=\"stylesheet\" href=\"http://{host}/s.css\"><iframe src=\"http://{host}/f\"></iframe>"),
    )
    .await;
    desk.letter_says("Another").await;
    desk.sees(&format!("Images from {other} are not loaded")).await;
    assert_eq!(answer(&stranger), None, "another server was asked");
    assert_eq!(answer(&server), None, "something else than a picture was fetched");

    // The answer is kept with the letter.
    desk.come_back().await;
    desk.until("the answer is kept", "letter()?.URL?.endsWith('letter.html')").await;
    desk.sees(&format!("Images from {other} are not loaded")).await;
    desk.click("button", "Look:.*").await;
    desk.click("any", "Hold images of other servers back").await;
    desk.sees("Images from 2 servers are not loaded").await;
    desk.leave().await;
}

#[tokio::test]
async fn all_views_stand_on_one_sheet() {
    let desk = Desk::open().await;
    desk.letter_says("garden").await;
    desk.click("button", "All views at once").await;
    desk.sees("Dark, turned over wholly").await;
    let drawn = "document.querySelectorAll('.contact iframe').length";
    desk.until("what is in sight is drawn", &format!("{drawn} >= 3")).await;
    let at_first = desk.ask(&format!("return {drawn}")).await;
    assert!(at_first.as_u64().unwrap() < 15, "what is out of sight is not drawn: {at_first}");
    desk.until(
        "a letter is in it",
        "tidy(document.querySelector('.contact iframe').contentDocument.body.innerText).length > 100",
    )
    .await;
    desk.is_accessible("the contact sheet").await;
    desk.keep_picture("contact-sheet").await;

    desk.click("tab", "Every kind of reader").await;
    desk.sees("Longest name").await;
    desk.keep_picture("contact-sheet-readers").await;
    desk.click("tab", "Every view").await;
    desk.click("button", "Phone, Dark, turned over in part").await;
    desk.until(
        "the view is open by itself",
        "document.querySelector('.stage').dataset.view === 'phone' && !document.querySelector('dialog[open]')",
    )
    .await;
    desk.until("in its look", "find('button', 'Look: Dark, turned over in part') !== null").await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

#[tokio::test]
async fn a_text_part_by_hand_is_kept_until_the_letter_changes() {
    let mut desk = Desk::open().await;
    desk.fill(BODY, "# The gates open\n\nAt ten, {{ first_name }}.").await;
    desk.letter_says("At ten").await;
    desk.click("tab", "Text").await;
    desk.click("button", "Edit by hand").await;
    desk.until(
        "the derived text is to be edited",
        "written(find('field', 'Text part.*')).includes('At ten, {{ first_name }}.')",
    )
    .await;
    desk.add("Text part, written by hand", "P.S. Bring boots, {{ first_name }}!").await;
    desk.sees("Bring boots, Maren!").await;
    desk.is_accessible("the text by hand").await;

    desk.fill(BODY, "# The gates open\n\nAt eleven, {{ first_name }}.").await;
    desk.sees("The letter changed since you wrote this text").await;
    desk.sees("The text part by hand is older than the letter").await;
    desk.until("the change is told", "/At ten.*At eleven/s.test(document.querySelector('.diff').innerText)")
        .await;
    desk.is_accessible("the change of the letter beside the text by hand").await;
    desk.keep_picture("text-part-old").await;
    desk.click("button", "Keep mine").await;
    desk.until("nothing is old any more", "!document.querySelector('.diff')").await;

    desk.come_back().await;
    desk.click("tab", "Text").await;
    desk.sees("Bring boots, Maren!").await;
    desk.click("button", "Derive it again").await;
    desk.until("the text is derived", "!everything().includes('Bring boots')").await;
    desk.sees("At eleven, Maren").await;
    // It can be undone as the rest.
    desk.click("button", "Undo").await;
    desk.sees("Bring boots, Maren!").await;
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}
