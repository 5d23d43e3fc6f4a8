//! Bad input is told, with its place and a way out, and costs nothing that was good.

use crate::harness::{BODY, Desk};

#[tokio::test]
async fn a_broken_template_keeps_the_last_good_preview() {
    let desk = Desk::open().await;
    desk.fill(BODY, "Good words for {{ first_name }}").await;
    desk.letter_says("Good words for").await;
    desk.fill(BODY, "First line\n\nBroken {% if city %} words").await;
    desk.until("the problem tells its line", "/line 3/i.test(main())").await;
    desk.letter_says("Good words for").await;
    desk.is_accessible("compose with a broken letter").await;
    desk.keep_picture("broken-letter").await;
    desk.leave().await;
}

#[tokio::test]
async fn a_missing_column_names_its_neighbour() {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let list = desk.file("list.csv", b"email,first_name\nann@example.com,Ann\n");
    desk.give_file(&list).await;
    desk.sees("list.csv").await;
    desk.visit("compose").await;
    desk.fill(BODY, "Hello {{ frist_name }}").await;
    desk.sees("frist_name").await;
    desk.until("the nearest column is named", "/frist_name.*first_name/s.test(main())").await;
    desk.leave().await;
}

/// Lists in other encodings, with other delimiters, broken, empty, and no lists at all.
#[tokio::test]
async fn any_list_is_read_or_refused_with_a_reason() {
    let desk = Desk::open().await;
    desk.visit("recipients").await;
    let utf16: Vec<u8> = "\u{feff}email\tname\nann@example.com\tÅsa Ødegård\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let read: [(&str, &[u8], &str); 3] = [
        ("latin1.csv", b"email;name\nann@example.com;\xc5sa \xd8deg\xe5rd\n", "Åsa Ødegård"),
        ("utf16.txt", &utf16, "Åsa Ødegård"),
        ("open-quote.csv", b"email,name\nann@example.com,\"Ann\nbob@example.com,Bob\n", "quote"),
    ];
    for (name, bytes, words) in read {
        desk.give_file(&desk.file(name, bytes)).await;
        desk.sees(name).await;
        desk.sees(words).await;
    }
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0; 200]].concat();
    for (name, bytes, words) in [("empty.csv", b"".as_slice(), "empty"), ("picture.csv", &png, "text")] {
        desk.give_file(&desk.file(name, bytes)).await;
        desk.sees(words).await;
        desk.is_accessible(&format!("recipients after {name}")).await;
        desk.keep_picture(&format!("refused-{name}")).await;
    }
    desk.leave().await;
}
