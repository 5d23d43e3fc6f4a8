//! A provider that answers as told, and that counts who got a letter: the receiving end of every fault.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a request ends.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// It is taken and answered.
    None,
    /// The connection is cut before anything is taken.
    CutBefore,
    /// It is taken, and the connection is cut before the answer.
    CutAfter,
    /// It is taken, and half of the answer comes.
    HalfAnswer,
    /// It is taken, and the answer is no JSON.
    WrongJson,
    /// It is taken, and the answer comes after so many milliseconds.
    Slow(u64),
    /// It is not taken: this status, header and body.
    Says(u16, &'static str, &'static str),
    /// It is taken, and the answer is this status with an empty page.
    TakenBut(u16),
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: Value,
}

/// What the provider has seen.
#[derive(Default)]
pub struct Seen {
    /// How often each address got a letter.
    pub letters: BTreeMap<String, usize>,
    pub requests: Vec<Request>,
    answers: BTreeMap<String, String>,
}

/// A running provider.
pub struct Provider {
    pub port: u16,
    pub seen: Arc<Mutex<Seen>>,
    count: Arc<AtomicUsize>,
}

/// What the provider speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Speaks {
    /// Resend: knows its idempotency keys.
    Resend,
    /// Postmark: knows no keys.
    Postmark,
}

impl Provider {
    /// Starts one. `script` says how the request of a number, from 0, ends.
    pub fn start(
        speaks: Speaks,
        script: impl Fn(usize, &Request) -> Fault + Send + Sync + 'static,
    ) -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, count) = (Arc::new(Mutex::new(Seen::default())), Arc::new(AtomicUsize::new(0)));
        let provider = Provider { port, seen: Arc::clone(&seen), count: Arc::clone(&count) };
        let script = Arc::new(script);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, count, script) = (Arc::clone(&seen), Arc::clone(&count), Arc::clone(&script));
                std::thread::spawn(move || serve(stream.unwrap(), speaks, &seen, &count, &*script));
            }
        });
        provider
    }

    /// `--relay` for a preset of this provider.
    pub fn relay(&self, preset: &str) -> String {
        format!("preset:{preset}?url=http%3A%2F%2F127.0.0.1%3A{}&per_second=0&timeout=3", self.port)
    }

    pub fn letters(&self) -> BTreeMap<String, usize> {
        self.seen.lock().unwrap().letters.clone()
    }

    pub fn requests(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

/// One connection; returns when either side hangs up.
fn serve(
    stream: TcpStream,
    speaks: Speaks,
    seen: &Mutex<Seen>,
    count: &AtomicUsize,
    script: &(dyn Fn(usize, &Request) -> Fault + Send + Sync),
) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let request = read(&mut reader)?;
        let fault = script(count.fetch_add(1, Ordering::SeqCst), &request);
        seen.lock().unwrap().requests.push(request.clone());
        let mut say = |status: u16, header: &str, body: &str| {
            let header = if header.is_empty() { String::new() } else { format!("{header}\r\n") };
            let text = format!("HTTP/1.1 {status} X\r\n{header}Content-Length: {}\r\n\r\n{body}", body.len());
            out.write_all(text.as_bytes()).ok()
        };
        match fault {
            Fault::CutBefore => return None,
            Fault::Says(status, header, body) => say(status, header, body)?,
            Fault::None => {
                let answer = take(speaks, seen, &request);
                say(200, "", &answer)?;
            }
            Fault::CutAfter => {
                take(speaks, seen, &request);
                return None;
            }
            Fault::HalfAnswer => {
                let answer = take(speaks, seen, &request);
                let text = format!(
                    "HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n{}",
                    answer.len(),
                    &answer[..answer.len() / 2]
                );
                out.write_all(text.as_bytes()).ok()?;
                return None;
            }
            Fault::WrongJson => {
                take(speaks, seen, &request);
                say(200, "", "<html>Welcome</html>")?;
            }
            Fault::Slow(millis) => {
                let answer = take(speaks, seen, &request);
                std::thread::sleep(Duration::from_millis(millis));
                say(200, "", &answer)?;
            }
            Fault::TakenBut(status) => {
                take(speaks, seen, &request);
                say(status, "", "")?;
            }
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let mut body = vec![0; headers.get("content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    Some(Request { path, headers, body: serde_json::from_slice(&body).unwrap_or_default() })
}

/// Takes the letters of a request and gives the answer; a key that is known takes nothing.
fn take(speaks: Speaks, seen: &Mutex<Seen>, request: &Request) -> String {
    let mut seen = seen.lock().unwrap();
    let key = request.headers.get("idempotency-key").cloned().filter(|_| speaks == Speaks::Resend);
    if let Some(answer) = key.as_ref().and_then(|key| seen.answers.get(key)) {
        return answer.clone();
    }
    let single = request.body.is_object();
    let letters = if single { vec![request.body.clone()] } else { request.body.as_array().unwrap().clone() };
    let mut results = Vec::new();
    for letter in letters {
        let to = letter["to"][0].as_str().or(letter["To"].as_str()).unwrap().to_owned();
        let to = to.split('<').next_back().unwrap().trim_end_matches('>').to_owned();
        let refused = to.starts_with("nobody");
        if !refused {
            *seen.letters.entry(to).or_default() += 1;
        }
        results.push(match (speaks, refused) {
            (Speaks::Resend, _) => json!({"id": format!("r{}", seen.letters.len())}),
            (Speaks::Postmark, true) => json!({"ErrorCode": 406, "Message": "Recipient is inactive"}),
            (Speaks::Postmark, false) => {
                json!({"ErrorCode": 0, "Message": "OK", "MessageID": format!("p{}", seen.letters.len())})
            }
        });
    }
    let answer = match (speaks, single) {
        (_, true) => results.remove(0),
        (Speaks::Resend, false) => json!({"data": results}),
        (Speaks::Postmark, false) => Value::from(results),
    };
    let answer = answer.to_string();
    if let Some(key) = key {
        seen.answers.insert(key, answer.clone());
    }
    answer
}
