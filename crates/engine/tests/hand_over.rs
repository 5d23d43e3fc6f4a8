//! A hand-over from the page: the engine says what to send and what an answer meant; here the test is the network.

use compose::Letter;
use engine::Engine;
use engine::protocol::{Ask, Asked, Event, Followed, Heard, Outcome, Request};
use recipients::ReadOptions;
use relays::{Choice, HttpResponse, Own, OwnKey, Secret, Stage};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NOW: i64 = 1_790_000_000;

fn engine(list: &str) -> Engine {
    let mut engine = Engine::default();
    let request = Request::ReadList {
        name: "list.csv".into(),
        options: ReadOptions::default(),
        mapping: None,
        suppressed: Vec::new(),
        segment: String::new(),
    };
    engine.run(request, list.as_bytes().to_vec());
    engine
}

fn letter() -> Letter {
    Letter {
        from: "Ann <ann@example.test>".into(),
        subject: "Hi {{ name }}".into(),
        body: "Hello *{{ name }}*, {{ 1 / (number | int) }}".into(),
        ..Letter::default()
    }
}

fn preset(id: &str, settings: &[(&str, &str)]) -> Choice {
    let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Choice::Preset { id: id.into(), settings }
}

fn question(relay: Choice, at: &[usize]) -> Ask {
    Ask {
        letter: letter(),
        at: at.to_vec(),
        now: NOW,
        seed: 7,
        relay,
        stage: None,
        to: None,
        key: Secret::default(),
        clock: NOW,
    }
}

#[track_caller]
fn ask(engine: &mut Engine, ask: Ask) -> (Asked, Vec<u8>) {
    match engine.run(Request::Ask(Box::new(ask)), Vec::new()).pop() {
        Some((Event::Asked(asked), Some(body))) => (*asked, body),
        other => panic!("expected a request, but got {other:?}"),
    }
}

#[track_caller]
fn hear(engine: &mut Engine, relay: &Choice, asked: &Asked, status: u16, body: Value) -> Followed {
    let heard = Heard {
        relay: relay.clone(),
        to: asked.heads.iter().map(|head| head.envelope_to.clone()).collect(),
        stage: asked.stage.clone(),
        response: Some(HttpResponse { status, headers: Vec::new(), body: body.to_string() }),
        words: String::new(),
        clock: NOW,
    };
    match engine.run(Request::Heard(Box::new(heard)), Vec::new()).pop() {
        Some((Event::Followed(followed), _)) => *followed,
        other => panic!("expected what follows, but got {other:?}"),
    }
}

const LIST: &str = "email,name,number\nbo@example.test,Bo,1\ncy@example.test,Cy,1\ndi@example.test,Di,0\n";

#[test]
fn letters_of_one_request_go_together_and_a_failed_merge_stays_behind() {
    let mut engine = engine(LIST);
    let relay = preset("kumomta-merge", &[]);
    let (asked, body) = ask(&mut engine, question(relay.clone(), &[0, 1, 2]));
    assert_eq!((asked.method.as_str(), asked.url.as_str()), ("POST", "http://127.0.0.1:8000/api/inject/v1"));
    assert!(asked.sends);
    assert_eq!(asked.heads.iter().map(|head| head.at).collect::<Vec<_>>(), [0, 1]);
    assert!(asked.failed[0].at == 2 && asked.failed[0].failed.is_some());
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["recipients"][1]["substitutions"]["subject"], "Hi Cy");
    let answer = json!({"success_count": 1, "fail_count": 1, "failed_recipients": ["cy@example.test"], "errors": ["550 5.1.1 User unknown"]});
    let Followed::Done(outcomes, _) = hear(&mut engine, &relay, &asked, 200, answer) else { panic!() };
    assert!(matches!(outcomes[0], Outcome::Accepted { .. }));
    let Outcome::Refused { cause, gone, .. } = &outcomes[1] else { panic!("{outcomes:?}") };
    assert_eq!((cause.as_str(), *gone), ("no-such-address", true));
}

#[test]
fn letters_beyond_the_relay_s_bound_stay_for_the_next_request() {
    let mut engine = engine(LIST);
    let (asked, _) = ask(&mut engine, question(preset("mailpit", &[]), &[0, 1]));
    assert_eq!(asked.heads.len(), 1);
    assert_ne!(asked.heads[0].idempotency_key, "");
}

#[test]
fn a_test_goes_to_its_author_and_to_nobody_else() {
    let mut engine = engine(LIST);
    let wanted = Ask { to: Some("me@example.test".into()), ..question(preset("mailpit", &[]), &[0]) };
    let (asked, body) = ask(&mut engine, wanted);
    assert!(asked.heads[0].idempotency_key.starts_with("test-"));
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        (body["To"][0]["Email"].as_str(), body["Subject"].as_str()),
        (Some("me@example.test"), Some("Hi Bo"))
    );
    assert!(!body.to_string().contains("bo@example.test"), "{body}");
}

#[test]
fn one_s_own_relay_gets_its_key_last() {
    let mut engine = engine(LIST);
    let own = Own {
        url: "https://mail.example/send".into(),
        json: r#"{"to": "{{ to_email }}"}"#.into(),
        accepted: "ok = true".into(),
        key: OwnKey::Bearer,
        ..Own::default()
    };
    let relay = Choice::Own(own);
    let keyless = engine.run(Request::Ask(Box::new(question(relay.clone(), &[0]))), Vec::new()).pop();
    let Some((Event::Failed { message }, _)) = keyless else { panic!("{keyless:?}") };
    assert_eq!(message, "the relay asks for a key");
    let wanted = Ask { key: Secret("s3cret".into()), ..question(relay.clone(), &[0]) };
    assert!(!format!("{:?}", Request::Ask(Box::new(wanted.clone()))).contains("s3cret"));
    let (asked, body) = ask(&mut engine, wanted);
    assert!(asked.headers.contains(&("Authorization".into(), "Bearer s3cret".into())));
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), json!({"to": "bo@example.test"}));
    // Neither the yes that was described nor a clear no.
    let Followed::Done(outcomes, _) = hear(&mut engine, &relay, &asked, 200, json!({"ok": false})) else {
        panic!()
    };
    assert!(matches!(outcomes[0], Outcome::Unknown { .. }));
}

/// JMAP takes four requests at first, and two for every later letter.
#[test]
fn what_was_learned_once_is_not_asked_again() {
    let mut engine = engine(LIST);
    let relay = preset("jmap", &[("url", "https://mail.example")]);
    let (key, mut stage) = (Secret("s3cret".into()), None::<Stage>);
    let mut seen = Vec::new();
    let answers = |url: &str| match url {
        url if url.ends_with("/.well-known/jmap") => json!({
            "apiUrl": "https://mail.example/api", "uploadUrl": "https://mail.example/up/{accountId}/",
            "primaryAccounts": {"urn:ietf:params:jmap:mail": "a1"},
        }),
        url if url.contains("/up/") => json!({"blobId": "b1"}),
        _ => json!({"methodResponses": [
            ["Identity/get", {"list": [{"id": "i1"}], "created": {"m": {}}}, "i"],
            ["Mailbox/query", {"ids": ["d1"], "created": {"s": {"id": "s1"}}}, "d"],
        ]}),
    };
    for at in [0, 1] {
        loop {
            let wanted = Ask { key: key.clone(), stage: stage.take(), ..question(relay.clone(), &[at]) };
            let (asked, _) = ask(&mut engine, wanted);
            seen.push((asked.url.clone(), asked.sends));
            match hear(&mut engine, &relay, &asked, 200, answers(&asked.url)) {
                Followed::Ask(next) => stage = Some(next),
                Followed::Done(outcomes, kept) => {
                    assert!(
                        matches!(&outcomes[..], [Outcome::Accepted { id, .. }] if id == "s1"),
                        "{outcomes:?}"
                    );
                    assert!(kept.vars.values().all(|value| !value.contains("s3cret")));
                    stage = Some(kept);
                    break;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    let told: Vec<(&str, bool)> = seen.iter().map(|(url, sends)| (url.as_str(), *sends)).collect();
    let (api, up) = ("https://mail.example/api", "https://mail.example/up/a1/");
    assert_eq!(
        told,
        [
            ("https://mail.example/.well-known/jmap", false),
            (api, false),
            (up, false),
            (api, true),
            (up, false),
            (api, true)
        ]
    );
}

#[test]
fn a_relay_that_is_none_is_told() {
    let mut engine = engine(LIST);
    let unknown = Choice::Preset { id: "nobody".into(), settings: BTreeMap::new() };
    let answer = engine.run(Request::Ask(Box::new(question(unknown, &[0]))), Vec::new()).pop();
    assert!(matches!(answer, Some((Event::Failed { .. }, _))), "{answer:?}");
}
