//! A relay that another program could be: it answers as told, and counts who got a letter.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// How a request that would send ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reply {
    /// It is taken and answered.
    Take,
    /// It is taken, and the connection is cut before the answer.
    CutAfter,
    /// It is not taken: this status, these headers and this body.
    Says(u16, &'static str, &'static str),
}

/// A request that would send.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The path with its query.
    pub path: String,
    /// Header fields; names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Value,
}

#[derive(Default)]
struct Seen {
    letters: BTreeMap<String, usize>,
    posted: Vec<Posted>,
}

/// A running receiver. Its thread ends with the test.
pub struct Receiver {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Receiver {
    /// One that lets any page call it. `script` says how the request of a number, from 0, ends.
    pub fn start(script: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Receiver {
        Receiver::with(true, script)
    }

    /// One that answers no page of another origin.
    pub fn for_servers_only() -> Receiver {
        Receiver::with(false, |_| Reply::Take)
    }

    fn with(pages: bool, script: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, script) = (Arc::new(Mutex::new(Seen::default())), Arc::new(script));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, script) = (Arc::clone(&shared), Arc::clone(&script));
                std::thread::spawn(move || serve(stream.unwrap(), pages, &seen, &*script));
            }
        });
        Receiver { port, seen }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How often each address got a letter.
    pub fn letters(&self) -> BTreeMap<String, usize> {
        self.seen.lock().unwrap().letters.clone()
    }

    /// The requests so far.
    pub fn posted(&self) -> Vec<Posted> {
        self.seen.lock().unwrap().posted.clone()
    }
}

/// One request of a connection. Each has a connection of its own: where a kept one is cut, a browser asks again by itself,
/// and no page hears of it.
fn serve(stream: TcpStream, pages: bool, seen: &Mutex<Seen>, script: &dyn Fn(usize) -> Reply) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let allowed = match pages {
        true => {
            "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: *\r\nAccess-Control-Expose-Headers: *\r\n\
             Access-Control-Allow-Headers: authorization, content-type, x-team, x-key\r\n"
        }
        false => "",
    };
    let (method, request) = read(&mut reader)?;
    let mut say = |status: u16, headers: &str, body: &str| {
        let headers = if headers.is_empty() { String::new() } else { format!("{headers}\r\n") };
        let head = format!(
            "HTTP/1.1 {status} X\r\nConnection: close\r\n{allowed}{headers}Content-Length: {}\r\n\r\n",
            body.len()
        );
        out.write_all(format!("{head}{body}").as_bytes()).ok()
    };
    if method != "POST" {
        return say(if method == "OPTIONS" && !pages { 404 } else { 200 }, "", "");
    }
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.posted.push(request.clone());
        seen.posted.len() - 1
    };
    match script(number) {
        Reply::Says(status, headers, body) => say(status, headers, body),
        Reply::Take => {
            take(seen, &request.body);
            say(200, "", &json!({ "ID": format!("m{number}") }).to_string())
        }
        Reply::CutAfter => {
            take(seen, &request.body);
            None
        }
    }
}

fn take(seen: &Mutex<Seen>, letter: &Value) {
    let to = letter["To"][0]["Email"].as_str().or(letter["to"].as_str()).unwrap_or("nobody at all");
    let to = to.rsplit('<').next().unwrap_or_default().trim_end_matches('>').to_owned();
    *seen.lock().unwrap().letters.entry(to).or_default() += 1;
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<(String, Posted)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let mut body = vec![0; headers.get("content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    Some((method, Posted { path, headers, body: serde_json::from_slice(&body).unwrap_or_default() }))
}
