//! Every preset makes the request that its example shows, and reads the answers as the example says.
//!
//! An example is `data/examples/ID.toml`: settings, how many of the letters below, and answers, with the requests as
//! they should be. `POSTROOM_BLESS=1` writes the requests anew; read the difference.

#![allow(clippy::unwrap_used, reason = "a test stops where a step fails")]

use relays::{
    Attachment, Header, HttpRequest, HttpResponse, Next, Outcome, Outgoing, Person, Preset, Settings, Talk,
    presets,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// 30 August 2015, 12:36 UTC.
const NOW: i64 = 1_440_938_160;

#[derive(Deserialize, Serialize)]
struct Example {
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    key: String,
    letters: usize,
    /// Answers to the requests that prepare, in their order.
    #[serde(default)]
    before: Vec<Given>,
    /// Answers to the request that sends, each for itself.
    answer: Vec<Given>,
    #[serde(default)]
    request: Vec<Request>,
}

#[derive(Deserialize, Serialize, Clone)]
struct Given {
    #[serde(default)]
    name: String,
    /// Left out where no answer came; the body is then the network's words.
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    /// The outcome as JSON.
    #[serde(default)]
    outcome: Option<String>,
}

#[derive(Deserialize, Serialize, PartialEq, Debug)]
struct Request {
    line: String,
    headers: BTreeMap<String, String>,
    body: String,
}

fn letters() -> Vec<Outgoing> {
    let letter = |name: &str, email: &str, files: bool| {
        let text = format!("Hello {name},\n\"{{{{ prices }}}}\" went down.\n");
        Outgoing {
            key: format!("key-{}", name.to_lowercase()),
            envelope_from: "news@example.com".into(),
            envelope_to: email.into(),
            from: Person { name: "Lee, Ann".into(), email: "news@example.com".into() },
            to: Person { name: name.into(), email: email.into() },
            reply_to: files.then(|| Person { name: String::new(), email: "sales@example.com".into() }),
            subject: format!("Prices for {name} – ä"),
            html: Some(format!("<p>Hello {name}, <b>\"prices\"</b> &amp; more</p>")),
            text: Some(text.clone()),
            headers: vec![
                Header { name: "List-Unsubscribe".into(), value: "<https://example.com/u/7>".into() },
                Header { name: "List-Unsubscribe-Post".into(), value: "List-Unsubscribe=One-Click".into() },
            ],
            attachments: if files {
                vec![
                    Attachment {
                        name: "prices.pdf".into(),
                        media_type: "application/pdf".into(),
                        content_id: None,
                        bytes: b"%PDF".to_vec(),
                    },
                    Attachment {
                        name: "logo.png".into(),
                        media_type: "image/png".into(),
                        content_id: Some("logo".into()),
                        bytes: b"PNG".to_vec(),
                    },
                ]
            } else {
                Vec::new()
            },
            raw: format!("From: news@example.com\r\nTo: {email}\r\nSubject: Prices\r\n\r\n{text}\r\n")
                .into_bytes(),
        }
    };
    vec![letter("Bo", "bo@example.net", true), letter("Cy", "cy@example.net", false)]
}

fn path(preset: &Preset) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/examples").join(format!("{}.toml", preset.id))
}

fn shown(request: HttpRequest) -> Request {
    let body = String::from_utf8(request.body).unwrap();
    let pretty =
        serde_json::from_str::<serde_json::Value>(&body).map(|v| serde_json::to_string_pretty(&v).unwrap());
    Request {
        line: format!("{} {}", request.method, request.url),
        headers: request.headers.into_iter().collect(),
        body: pretty.unwrap_or(body),
    }
}

fn response(given: &Given) -> Option<HttpResponse> {
    let headers = given.headers.clone().into_iter().collect();
    given.status.map(|status| HttpResponse { status, headers, body: given.body.clone() })
}

/// Goes through the preparing requests; the talk is then at the request that sends.
fn prepared<'a>(
    preset: &'a Preset,
    example: &Example,
    letters: &'a [Outgoing],
    requests: &mut Vec<Request>,
) -> Talk<'a> {
    let settings = preset.settle(&example.settings).unwrap();
    let mut talk = Talk::new(preset, settings.clone(), letters.iter().take(example.letters).collect());
    for given in &example.before {
        let mut request = talk.request().unwrap();
        relays::sign(preset, &settings, &mut request, &example.key, NOW).unwrap();
        if requests.last().is_none_or(|last| *last != shown(request.clone())) {
            requests.push(shown(request));
        }
        let next = talk.answer(response(given).as_ref().ok_or("lost"), NOW);
        assert!(matches!(next, Next::Ask | Next::Wait(_)), "{}: {next:?}", preset.id);
    }
    assert!(talk.sends(), "{} needs more answers before", preset.id);
    let mut request = talk.request().unwrap();
    relays::sign(preset, &settings, &mut request, &example.key, NOW).unwrap();
    requests.push(shown(request));
    talk
}

#[test]
fn every_preset_has_its_example() {
    let letters = letters();
    let mut wrong = Vec::new();
    for preset in presets() {
        let text = std::fs::read_to_string(path(preset))
            .unwrap_or_else(|_| panic!("{} has no example in data/examples", preset.id));
        let mut example: Example =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", preset.id));
        let mut requests = Vec::new();
        for given in example.answer.clone() {
            requests.clear();
            let mut talk = prepared(preset, &example, &letters, &mut requests);
            let seen = response(&given);
            let next = talk.answer(seen.as_ref().ok_or(given.body.as_str()), NOW);
            let Next::Done(outcome) = next else { panic!("{}: {}: {next:?}", preset.id, given.name) };
            let expected = given.outcome.as_deref().unwrap_or_else(|| {
                panic!(
                    "{}: {}: no outcome; it is now {}",
                    preset.id,
                    given.name,
                    serde_json::to_string(&outcome).unwrap()
                )
            });
            let expected: Outcome = serde_json::from_str(expected).unwrap();
            if outcome != expected {
                wrong.push(format!("{}: {}: {outcome:?} instead of {expected:?}", preset.id, given.name));
            }
        }
        if std::env::var_os("POSTROOM_BLESS").is_some() {
            example.request = requests;
            let head = text.split("\n[[request]]").next().unwrap().trim_end();
            let requests = toml::to_string_pretty(&Requests { request: &example.request }).unwrap();
            std::fs::write(path(preset), format!("{head}\n\n{requests}")).unwrap();
        } else {
            assert_eq!(requests, example.request, "{}", preset.id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[derive(Serialize)]
struct Requests<'a> {
    request: &'a [Request],
}

#[test]
fn no_example_is_left_over() {
    let ids: BTreeSet<String> = presets().iter().map(|preset| format!("{}.toml", preset.id)).collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/examples");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(ids.contains(&name), "{name} belongs to no preset");
    }
}

/// What holds for every preset, whatever its answers look like.
#[test]
fn no_answer_that_says_nothing_is_a_yes() {
    let letters = letters();
    for preset in presets() {
        let many = preset.limits.letters.min(2);
        let letters: Vec<&Outgoing> = letters.iter().take(many).collect();
        let is_yes = |outcome: &Outcome| matches!(outcome, Outcome::Each(all) if all.iter().any(|a| matches!(a, relays::Answer::Accepted { .. })));
        for status in [200, 201, 301, 400, 404, 408, 413, 422, 429, 500, 502, 503, 504] {
            for body in ["", "<html>", "{", "{}", "[]", "null", "{\"error\": \"no\"}"] {
                let response = HttpResponse { status, headers: Vec::new(), body: body.to_owned() };
                let outcome = preset.answer.read(&letters, Ok(&response), NOW);
                assert!(!is_yes(&outcome), "{} takes {status} {body:?} for a yes", preset.id);
                if let Outcome::Each(all) = &outcome {
                    assert_eq!(all.len(), many, "{} {status} {body:?}", preset.id);
                }
                // Only a clear no is a no: what is neither may have been sent.
                let unknown = matches!(&outcome, Outcome::Each(all) if all.iter().all(|a| matches!(a, relays::Answer::Unknown { .. })));
                if matches!(status, 408 | 500 | 502 | 504) {
                    assert!(unknown, "{} is sure of {status} {body:?}: {outcome:?}", preset.id);
                }
            }
        }
        let lost = preset.answer.read(&letters, Err("reset"), NOW);
        assert_eq!(lost, Outcome::Each(vec![relays::Answer::Unknown { reply: "reset".into() }; many]));
    }
}

/// A preset that a person writes: JSON, one condition.
#[test]
fn anybody_can_write_one() {
    let preset = Preset::generic(
        "https://mail.example/send",
        &[("X-Team".to_owned(), "news".to_owned())],
        r#"{"to": "{{ to_email }}", "subject": "{{ subject }}", "body": "{{ html }}"}"#,
        "ok = true",
        relays::preset::Auth::Bearer { optional: true },
    )
    .unwrap();
    assert_eq!(preset.problems(), Vec::<String>::new());
    let letters = letters();
    let mut talk = Talk::new(&preset, Settings::new(), vec![&letters[0]]);
    let request = talk.request().unwrap();
    assert_eq!(request.url, "https://mail.example/send");
    let response = |body: &str| HttpResponse { status: 200, headers: Vec::new(), body: body.to_owned() };
    let yes = talk.answer(Ok(&response("{\"ok\": true, \"id\": 7}")), NOW);
    let accepted = relays::Answer::Accepted { id: "7".into(), reply: "HTTP 200".into() };
    assert_eq!(yes, Next::Done(Outcome::Each(vec![accepted])));
    let no = talk.answer(Ok(&response("{\"ok\": false, \"error\": \"full\"}")), NOW);
    assert!(
        matches!(no, Next::Done(Outcome::Each(all)) if matches!(&all[..], [relays::Answer::Unknown { .. }]))
    );
    assert!(Preset::generic("https://x", &[], "{\"a\": \"{{ nope }}\"}", "ok", Default::default()).is_err());
    assert!(Preset::generic("ftp://x", &[], "{}", "ok", Default::default()).is_err());
    assert!(Preset::generic("https://x", &[], "{", "ok", Default::default()).is_err());
    assert!(Preset::generic("https://x", &[], "{}", "a b c", Default::default()).is_err());
}
