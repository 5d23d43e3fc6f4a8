//! The main job through the façade, as the worker and the command drive it: list in, preview, check, batch out.

use compose::{Letter, Unsubscribe};
use engine::protocol::{Composed, Event, ExportPlan, ExportReport, Request, Reviewed};
use engine::{Answer, Change, Engine};
use recipients::{ListSummary, ReadOptions, RowFilter, RowState, RowsQuery};

const NOW: i64 = 1_795_500_000;

const LIST: &str = "email,First name,plan\n\
    ann@example.com,Ann,pro\n\
    broken.example.com,Bo,free\n\
    cem@example.com,Cem,free\n\
    ann@EXAMPLE.com,Ann again,pro\n";

fn letter(body: &str) -> Letter {
    Letter {
        subject: "News for {{ first_name }}".into(),
        from: "Ann Lee <news@example.com>".into(),
        body: body.into(),
        unsubscribe: Unsubscribe { url: "https://example.com/u".into(), ..Unsubscribe::default() },
        postal_address: "1 Main St".into(),
        ..Letter::default()
    }
}

fn good_letter() -> Letter {
    letter("# Hello {{ first_name }}\n\n{% if plan == \"pro\" %}Thank you.{% endif %}\n")
}

fn read_list(engine: &mut Engine, text: &str) -> ListSummary {
    let request = Request::ReadList {
        name: "members.csv".into(),
        options: ReadOptions::default(),
        mapping: None,
        suppressed: Vec::new(),
        segment: String::new(),
    };
    match engine.run(request, text.as_bytes().to_vec()).pop() {
        Some((Event::List(list), _)) => *list,
        other => panic!("expected a list, but got {other:?}"),
    }
}

fn compose(engine: &mut Engine, letter: Letter, at: usize) -> (Composed, Reviewed) {
    let request = Request::Compose { letter, at, now: NOW, source: true };
    match engine.run(request, Vec::new()).as_slice() {
        [(Event::Composed(composed), _), (Event::Reviewed(reviewed), _)] => {
            (Composed::clone(composed), Reviewed::clone(reviewed))
        }
        other => panic!("expected a preview and its review, but got {other:?}"),
    }
}

fn export_request(format: &str, plan: ExportPlan) -> Request {
    Request::Export { letter: good_letter(), format: format.into(), now: NOW, seed: 7, plan }
}

fn export(engine: &mut Engine, format: &str) -> (Vec<u8>, ExportReport) {
    let request = export_request(format, ExportPlan::default());
    let mut bytes = Vec::new();
    for (event, chunk) in engine.run(request, Vec::new()) {
        match event {
            Event::Chunk => bytes.extend(chunk.into_iter().flatten()),
            Event::Exported(report) => return (bytes, *report),
            Event::Progress { .. } | Event::ManifestChunk => (),
            other => panic!("expected an export, but got {other:?}"),
        }
    }
    panic!("the export did not end")
}

#[test]
fn rows_add_up_and_bad_ones_have_a_reason() {
    let mut engine = Engine::default();
    let list = read_list(&mut engine, LIST);
    let counts = list.counts;
    assert_eq!((counts.rows, counts.kept, counts.excluded, counts.rejected), (4, 2, 1, 1));
    assert_eq!(
        list.columns.iter().map(|c| c.variable.as_str()).collect::<Vec<_>>(),
        ["email", "first_name", "plan"]
    );
    let query = RowsQuery { filter: RowFilter::Rejected, count: 10, ..RowsQuery::default() };
    let Some((Event::Rows(window), _)) = engine.run(Request::Rows(query), Vec::new()).pop() else { panic!() };
    assert_eq!((window.total, window.rows[0].row, window.rows[0].state), (1, 3, RowState::Rejected));
    assert_eq!(window.rows[0].diagnostics[0].code, "address-no-at");
}

#[test]
fn each_recipient_gets_a_preview_and_past_the_end_is_the_last() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let (first, review) = compose(&mut engine, good_letter(), 0);
    assert!(first.good && first.html.contains("Hello Ann") && first.html.contains("Thank you"));
    assert_eq!(first.subject, "News for Ann");
    // The preview alone knows the blocks of the body; the message does not.
    assert_eq!(first.blocks, [0, 26]);
    assert!(first.html.contains("<h1 data-postroom-block=\"0\""), "{}", first.html);
    assert!(!review.source.contains("postroom-block"));
    assert!(review.headers.iter().any(|(name, _)| name == "List-Unsubscribe"));
    assert_eq!(review.size, review.source.len());
    let (last, _) = compose(&mut engine, good_letter(), 99);
    assert_eq!((last.recipient.at, last.recipient.of, last.recipient.row), (1, 2, 4));
    assert!(last.text.contains("Hello Cem") && !last.text.contains("Thank you"));
}

#[test]
fn a_text_by_hand_is_sent_and_told_when_the_letter_changes() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let (_, review) = compose(&mut engine, good_letter(), 0);
    let derived = review.derived_text.expect("a text is derived");
    let mut by_hand =
        Letter { text: "Dear {{ first_name }},\n\nby hand\n".into(), text_from: derived, ..good_letter() };
    let (shown, review) = compose(&mut engine, by_hand.clone(), 0);
    assert_eq!(shown.text, "Dear Ann,\n\nby hand\n");
    assert!(review.source.contains("Dear Ann,") && review.text_changes.is_empty());
    assert!(!review.diagnostics.iter().any(|found| found.code == "text-old"));

    by_hand.body = by_hand.body.replace("# Hello", "# Goodbye");
    let (_, review) = compose(&mut engine, by_hand.clone(), 0);
    let told: Vec<&str> = review.text_changes.iter().map(|line| line.text.as_str()).collect();
    assert!(told.iter().any(|line| line.to_lowercase().contains("goodbye")), "{told:?}");
    assert!(review.diagnostics.iter().any(|found| found.code == "text-old"), "{:?}", review.diagnostics);
    let request = Request::Check { letter: by_hand.clone(), now: NOW };
    let Some((Event::Checked(report), _)) = engine.run(request, Vec::new()).pop() else { panic!() };
    assert!(report.findings.iter().any(|found| found.code == "text-old"), "{:?}", report.findings);
    let request = Request::Message { letter: by_hand, at: 1, now: NOW, seed: 7 };
    let Some((_, Some(bytes))) = engine.run(request, Vec::new()).pop() else { panic!() };
    assert!(String::from_utf8_lossy(&bytes).contains("Dear Cem,"));
}

#[test]
fn several_readers_are_shown_at_once() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let request = Request::Readers { letter: good_letter(), at: vec![1, 0] };
    let Some((Event::Readers(all), _)) = engine.run(request, Vec::new()).pop() else { panic!() };
    let names: Vec<&str> = all.iter().map(|letter| letter.recipient.name.as_str()).collect();
    assert_eq!(names, ["Cem", "Ann"]);
    assert!(all[0].html.contains("Hello Cem") && all.iter().all(|letter| letter.good));
}

#[test]
fn a_broken_letter_says_where_and_shows_nothing() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let (broken, review) = compose(&mut engine, letter("Hello {{ frist_name }}"), 0);
    assert!(!broken.good);
    let problem = &review.diagnostics[0];
    assert_eq!((problem.code.as_ref(), problem.field.as_deref()), ("field-unknown", Some("body")));
    assert!(problem.message.contains("frist_name"), "{problem:?}");
    assert!(problem.fix.as_ref().is_some_and(|fix| fix.edits[0].text == "first_name"));
    let (torn, review) = compose(&mut engine, letter("Hello {% if plan %}"), 0);
    assert!(!torn.good && !review.diagnostics.is_empty());
}

#[test]
fn without_a_list_each_field_shows_its_name() {
    let (composed, review) = compose(&mut Engine::default(), good_letter(), 0);
    assert!(composed.good, "{:?}", review.diagnostics);
    assert!(composed.html.contains("[first name]"));
}

#[test]
fn the_check_merges_every_letter() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let request = Request::Check { letter: letter("{{ 10 // (plan | length - 3) }}"), now: NOW };
    let Some((Event::Checked(report), _)) = engine.run(request, Vec::new()).pop() else { panic!() };
    assert_eq!(report.letters, 2);
    // Only the row whose plan has three letters divides by nothing.
    let stop = &report.findings[0];
    assert_eq!((stop.severity, stop.row), (diag::Severity::Error, Some(2)));
    assert!(stop.message.ends_with("in one letter"), "{}", stop.message);
}

#[test]
fn the_check_finds_branches_that_no_row_takes() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let body = "Hello {{ email }}{% if plan == 'pro' %} A{% elif plan == 'fre' %} B{% endif %}";
    let request = Request::Check { letter: letter(body), now: NOW };
    let Some((Event::Checked(report), _)) = engine.run(request, Vec::new()).pop() else { panic!() };
    let untaken: Vec<_> = report.findings.iter().filter(|f| f.code == "template-branch").collect();
    assert_eq!(untaken.len(), 1, "{:?}", report.findings);
    assert_eq!(untaken[0].span.unwrap().of(body), Some("{% elif plan == 'fre' %}"));
}

#[test]
fn the_check_finds_loops_that_run_for_no_row() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let body = "Hello {{ email }}{% for x in plan.split('o')[2:] %} {{ x }}{% endfor %}{% for x in [1] %} {{ x }}{% endfor %}";
    let request = Request::Check { letter: letter(body), now: NOW };
    let Some((Event::Checked(report), _)) = engine.run(request, Vec::new()).pop() else { panic!() };
    let idle: Vec<_> = report.findings.iter().filter(|f| f.code == "template-loop").collect();
    assert_eq!(idle.len(), 1, "{:?}", report.findings);
    assert!(idle[0].span.unwrap().of(body).unwrap().contains("plan.split"), "{idle:?}");
}

#[test]
fn a_value_that_is_not_there_stops_the_letter_of_its_row_alone() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let odd = letter("Hello {{ email }}, {{ {'pro': 'thank you'}[plan] }}");
    let (ann, _) = compose(&mut engine, odd.clone(), 0);
    assert!(ann.good && ann.text.contains("thank you"));
    let (cem, review) = compose(&mut engine, odd.clone(), 1);
    assert!(!cem.good && review.diagnostics[0].code == "field-undefined", "{:?}", review.diagnostics);
    let request = Request::Check { letter: odd, now: NOW };
    let Some((Event::Checked(report), _)) = engine.run(request, Vec::new()).pop() else { panic!() };
    let stop = &report.findings[0];
    assert_eq!((stop.code.as_ref(), stop.row), ("field-undefined", Some(4)), "{stop:?}");
}

#[test]
fn recipients_are_found_by_number_and_by_their_cells() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let mut find = |search: &str| match engine.run(Request::Find { search: search.into() }, Vec::new()).pop()
    {
        Some((Event::Found(found), _)) => {
            found.into_iter().map(|found| (found.who.at, found.who.address)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(find("2"), [(1, "cem@example.com".to_owned())]);
    assert_eq!(find("CEM@"), find("2"));
    assert_eq!(find("free"), find("2"));
    assert_eq!(find("nobody"), []);
    assert_eq!(find(""), []);
}

#[test]
fn the_tour_leads_to_the_letters_that_are_unlike_the_others() {
    let mut engine = Engine::default();
    read_list(
        &mut engine,
        "email,First name,plan\na@example.com,Bo,free\nb@example.com,Maximiliane,pro\nc@example.com,ليلى,\n\
         d@example.com,王敏,free\n",
    );
    let body = "Hi {{ first_name }}{% if plan == 'pro' %} and many thanks{% endif %}";
    let Some((Event::Found(stops), _)) = engine.run(Request::Tour { letter: letter(body) }, Vec::new()).pop()
    else {
        panic!()
    };
    let stops: Vec<(&str, usize)> = stops.iter().map(|stop| (stop.why.as_str(), stop.who.at)).collect();
    assert_eq!(
        stops,
        [
            ("Longest name", 1),
            ("Shortest name", 0),
            ("Most empty cells", 2),
            ("Name in other letters", 3),
            ("Name from right to left", 2),
            ("Largest letter", 1),
            ("Reads `{% if plan == 'pro' %}`", 1),
        ]
    );
}

#[test]
fn the_same_seed_and_date_give_the_same_bytes() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let (once, report) = export(&mut engine, "zip");
    assert_eq!((report.messages, report.file_name.as_str()), (2, "members.zip"));
    assert_eq!(report.bytes, once.len() as u64);
    assert!(once.starts_with(b"PK\x03\x04"));
    let mut again = Engine::default();
    read_list(&mut again, LIST);
    assert!(export(&mut again, "zip").0 == once);
    assert!(export(&mut again, "mbox").0.starts_with(b"From "));
}

#[test]
fn a_message_for_the_relay_is_the_one_of_the_export() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let request = Request::Message { letter: good_letter(), at: 1, now: NOW, seed: 7 };
    let Some((Event::Message(head), Some(bytes))) = engine.run(request, Vec::new()).pop() else { panic!() };
    assert_eq!((head.row, head.of, head.envelope_to.as_str()), (4, 2, "cem@example.com"));
    assert_eq!(head.envelope_from, "news@example.com");
    let (mbox, _) = export(&mut engine, "mbox");
    let find = |haystack: &[u8], needle: &[u8]| haystack.windows(needle.len()).any(|window| window == needle);
    let id = bytes.split(|b| *b == b'\n').find(|line| line.starts_with(b"Message-ID:")).unwrap();
    assert!(find(&mbox, id.trim_ascii_end()));
}

#[test]
fn a_long_job_is_given_up_and_a_key_press_comes_before_it() {
    let mut engine = Engine::default();
    let many: String = (0..20_000).map(|i| format!("r{i}@example.com,N{i},pro\n")).collect();
    read_list(&mut engine, &format!("email,First name,plan\n{many}"));
    let export = export_request("zip", ExportPlan::default());
    engine.accept(1, export, Vec::new());
    let mut answers: Vec<Answer> = Vec::new();
    assert!(engine.step(&mut answers) && engine.step(&mut answers));
    engine.accept(
        2,
        Request::Compose { letter: letter("stale"), at: 0, now: NOW, source: false },
        Vec::new(),
    );
    let request = Request::Compose { letter: good_letter(), at: 5, now: NOW, source: false };
    engine.accept(3, request, Vec::new());
    answers.clear();
    engine.step(&mut answers);
    assert!(matches!(answers.as_slice(), [Answer { id: 3, event: Event::Composed(_), .. }]), "{answers:?}");
    // The review comes before the next step of the export, too.
    answers.clear();
    engine.step(&mut answers);
    assert!(matches!(answers.as_slice(), [Answer { id: 3, event: Event::Reviewed(_), .. }]), "{answers:?}");
    engine.accept(4, Request::Cancel { id: 1 }, Vec::new());
    answers.clear();
    assert!(!engine.step(&mut answers));
    assert_eq!(answers, [Answer { id: 1, event: Event::Cancelled, bytes: None }]);
}

#[test]
fn a_newer_key_press_makes_the_review_of_the_older_needless() {
    let mut engine = Engine::default();
    let request = |body: &str| Request::Compose { letter: letter(body), at: 0, now: NOW, source: false };
    let mut answers: Vec<Answer> = Vec::new();
    engine.accept(1, request("older"), Vec::new());
    engine.step(&mut answers);
    engine.accept(2, request("newer"), Vec::new());
    while engine.step(&mut answers) {}
    let told: Vec<_> =
        answers.iter().map(|answer| (answer.id, matches!(answer.event, Event::Reviewed(_)))).collect();
    assert_eq!(told, [(1, false), (2, false), (2, true)]);
}

#[test]
fn a_repair_is_kept_though_the_next_one_comes_before_it_was_judged() {
    let mut engine = Engine::default();
    let list = read_list(&mut engine, "email\nann(at)example.com\nbob@@example.com\ncem@example.com\n");
    assert_eq!((list.counts.kept, list.counts.rejected), (1, 2));
    engine.accept(1, Request::ChangeList(Change::Fix { code: None, row: Some(2) }), Vec::new());
    engine.accept(2, Request::ChangeList(Change::Fix { code: None, row: Some(3) }), Vec::new());
    let mut answers = Vec::new();
    while engine.step(&mut answers) {}
    let Some(Answer { id: 2, event: Event::List(list), .. }) = answers.pop() else { panic!("{answers:?}") };
    assert_eq!((list.counts.kept, list.counts.rejected), (3, 0));
}

#[test]
fn a_file_that_is_no_list_leaves_the_list_alone() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let request = Request::ReadList {
        name: "picture.csv".into(),
        options: ReadOptions::default(),
        mapping: None,
        suppressed: Vec::new(),
        segment: String::new(),
    };
    let answer = engine.run(request, b"\x89PNG\r\n\x1a\n\0\0\0\0".to_vec()).pop();
    let Some((Event::Failed { message }, _)) = answer else { panic!("{answer:?}") };
    assert!(message.contains("text"), "{message}");
    assert_eq!(compose(&mut engine, good_letter(), 0).0.recipient.of, 2);
}

#[test]
fn a_refusal_of_the_relay_is_explained() {
    let body = r#"{"error":{"code":"refused","message":"no","retry_after_secs":null},
        "reply":{"code":550,"enhanced_code":"5.1.1","text":"User unknown"}}"#;
    let request = Request::ReadAnswer { status: Some(422), body: body.into() };
    let Some((Event::Outcome(outcome), _)) = Engine::default().run(request, Vec::new()).pop() else {
        panic!()
    };
    let engine::protocol::Outcome::Refused { cause, reply, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!((cause.as_str(), reply.as_str()), ("no-such-address", "550 5.1.1 User unknown"));
}

fn list_after(engine: &mut Engine, request: Request) -> ListSummary {
    match engine.run(request, Vec::new()).pop() {
        Some((Event::List(list), _)) => *list,
        other => panic!("expected a list, but got {other:?}"),
    }
}

#[test]
fn a_segment_is_counted_and_sets_the_others_aside() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let text = "plan == 'pro'".to_owned();
    let count = engine.run(Request::CountSegment { text: text.clone() }, Vec::new()).pop();
    let Some((Event::Segment(count), _)) = count else { panic!("{count:?}") };
    assert_eq!((count.members, count.of, count.diagnostics.len()), (1, 2, 0));
    let judge =
        |segment: &str| Request::Judge { mapping: None, suppressed: None, segment: Some(segment.into()) };
    let list = list_after(&mut engine, judge(&text));
    assert_eq!(
        (list.counts.kept, list.counts.segment, list.counts.duplicate, list.counts.rejected),
        (1, 1, 1, 1)
    );
    assert_eq!(list.segment, text);
    // A condition that can't be asked means nobody, and says why.
    let list = list_after(&mut engine, judge("plann == 'pro'"));
    assert_eq!((list.counts.kept, list.diagnostics[0].code.as_ref()), (0, "field-unknown"));
    let list = list_after(&mut engine, judge(""));
    assert_eq!((list.counts.kept, list.segment.as_str()), (2, ""));
}

#[test]
fn changes_are_made_and_undone_one_by_one() {
    let mut engine = Engine::default();
    read_list(&mut engine, LIST);
    let change = |change| Request::ChangeList(change);
    let cell = Change::Cell { row: 3, column: 0, text: "bo@example.com".into() };
    assert_eq!(list_after(&mut engine, change(cell)).counts.kept, 3);
    let aside = Change::Aside { rows: vec![2], aside: true };
    let list = list_after(&mut engine, change(aside));
    // Its duplicate is nobody's any more, and gets the letter.
    assert_eq!((list.counts.kept, list.counts.by_hand, list.counts.duplicate), (3, 1, 0));
    let written = engine.run(Request::WriteList { which: recipients::Which::All }, Vec::new()).pop();
    let Some((Event::File { file_name, .. }, Some(bytes))) = written else { panic!("{written:?}") };
    assert_eq!(file_name, "members-corrected.csv");
    assert!(String::from_utf8(bytes).unwrap().contains("bo@example.com,Bo,free"));
    assert_eq!(list_after(&mut engine, Request::UndoChange).counts.by_hand, 0);
    let list = list_after(&mut engine, Request::UndoChange);
    assert_eq!((list.counts.kept, list.counts.rejected), (2, 1));
    let nothing = engine.run(Request::UndoChange, Vec::new()).pop();
    assert!(matches!(nothing, Some((Event::Failed { .. }, _))), "{nothing:?}");
}
