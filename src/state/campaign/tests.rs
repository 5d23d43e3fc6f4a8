use super::*;

fn letter(body: &str) -> Rc<Letter> {
    Rc::new(Letter { body: body.into(), ..Letter::default() })
}

fn after(actions: Vec<Action>) -> Rc<Campaign> {
    actions.into_iter().fold(Rc::new(Campaign::default()), Campaign::reduce)
}

#[test]
fn the_first_visit_finds_the_sample() {
    let campaign = after(vec![Action::Loaded(None)]);
    assert!(campaign.loaded && !campaign.saved.letter.body.is_empty());
    assert!(campaign.saved.list_name.is_some());
}

#[test]
fn undo_brings_back_the_letter_and_redo_the_edit() {
    let steps = || vec![Action::Edit(letter("a"), "body", 0.0), Action::Edit(letter("b"), "body", 5000.0)];
    let mut undone = steps();
    undone.push(Action::Undo);
    assert_eq!(after(undone).saved.letter.body, "a");
    let mut redone = steps();
    redone.extend([Action::Undo, Action::Undo, Action::Undo, Action::Redo, Action::Redo]);
    assert_eq!(after(redone).saved.letter.body, "b");
}

#[test]
fn each_letter_is_asked_about_its_pictures_once() {
    let shown = |field| {
        let asked = Action::ShowHosts(vec!["a.example".into()]);
        after(vec![asked, Action::Edit(letter("b"), field, 0.0)]).saved.shown_hosts.clone()
    };
    assert_eq!(shown("body"), ["a.example"]);
    assert_eq!(shown(OPENED), Vec::<String>::new());
}

#[test]
fn an_edit_that_changes_nothing_is_none() {
    let campaign = after(vec![Action::Edit(letter(""), "body", 0.0)]);
    assert_eq!((campaign.revision, campaign.history.can_undo()), (0, false));
}

#[test]
fn what_is_saved_is_read_back() {
    let saved =
        after(vec![Action::Loaded(None), Action::Suppress(vec!["b@x".into(), "a@x".into(), "a@x".into()])]);
    let json = serde_json::to_string(&saved.saved).unwrap();
    let back: Saved = serde_json::from_str(&json).unwrap();
    assert_eq!(back, saved.saved);
    assert_eq!(back.suppressed, ["a@x", "b@x"]);
}

#[test]
fn a_new_list_forgets_what_was_said_about_the_old() {
    let campaign = after(vec![
        Action::Map(Mapping { address: Some(3), ..Mapping::default() }, "a\tb".into()),
        Action::Changed(Change::Fix { code: None, row: Some(7) }),
        Action::Segment("plan == 'pro'".into()),
        Action::List(Some("other.csv".into())),
    ]);
    assert_eq!((&campaign.saved.mapping, campaign.saved.changes.len()), (&None, 0));
    assert_eq!(campaign.saved.segment, "");
    // But the columns of such a header are known for the next time.
    assert_eq!(campaign.saved.mappings[0].header, "a\tb");
}

#[test]
fn the_last_change_is_undone_first() {
    let fix = |row| Change::Fix { code: None, row: Some(row) };
    let campaign = after(vec![Action::Changed(fix(1)), Action::Changed(fix(2)), Action::Unchanged]);
    assert_eq!(campaign.saved.changes, [fix(1)]);
}

#[test]
fn a_name_stands_for_one_file() {
    let file = |name: &str, bytes| FileCard { name: name.into(), bytes };
    let campaign =
        after(vec![Action::Enclose(vec![file("b", 1), file("a", 2)]), Action::Enclose(vec![file("b", 3)])]);
    assert_eq!(campaign.saved.files, [file("a", 2), file("b", 3)]);
    let campaign = after(vec![Action::Enclose(vec![file("b", 1)]), Action::Disclose("b".into())]);
    assert!(campaign.saved.files.is_empty());
}

#[test]
fn a_name_stands_for_one_segment() {
    let keep = |text: &str| Action::KeepSegment(Named { name: "pros".into(), text: text.into() });
    let campaign = after(vec![keep("a"), keep("b")]);
    assert_eq!(campaign.saved.segments, [Named { name: "pros".into(), text: "b".into() }]);
    assert!(after(vec![keep("a"), Action::ForgetSegment("pros".into())]).saved.segments.is_empty());
}
