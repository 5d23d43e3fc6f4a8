//! The first list is read as fast as the second: a browser compiles code well only once it ran for a while, so the worker
//! reads a made-up list in a moment in which nobody wants anything.

use engine::Engine;
use engine::protocol::Request;
use recipients::ReadOptions;
use std::cell::RefCell;

/// How often the list is read. After that nothing was won any more.
const TIMES: u32 = 4;
/// Octets of it: more than the engine wants to see before it begins.
const SIZE: usize = 1_200_000;
/// Octets of it at a time: about as much as is read in a millisecond.
const PIECE: usize = 64 * 1024;

/// A list that is read for nobody.
struct Rehearsal {
    engine: Engine,
    text: Vec<u8>,
    at: usize,
    times: u32,
}

thread_local! {
    static REHEARSAL: RefCell<Option<Rehearsal>> = const { RefCell::new(None) };
}

/// Begins.
pub fn begin() {
    let mut rehearsal = Rehearsal { engine: Engine::default(), text: text(), at: 0, times: TIMES };
    rehearsal.open();
    REHEARSAL.set(Some(rehearsal));
}

/// Goes on for about a millisecond; whether there is more to do.
pub fn step() -> bool {
    REHEARSAL.with_borrow_mut(|rehearsal| {
        let more = rehearsal.as_mut().is_some_and(Rehearsal::step);
        if !more {
            *rehearsal = None;
        }
        more
    })
}

impl Rehearsal {
    fn open(&mut self) {
        let request = Request::ReadList {
            name: String::new(),
            options: ReadOptions::default(),
            mapping: None,
            suppressed: Vec::new(),
            segment: String::new(),
        };
        self.engine.open(self.times, request, self.text.len());
        self.at = 0;
    }

    fn step(&mut self) -> bool {
        let mut answers = Vec::new();
        if self.engine.step(&mut answers) {
            return true;
        }
        if self.at < self.text.len() {
            let to = self.text.len().min(self.at + PIECE);
            let piece = self.text.get(self.at..to).unwrap_or_default();
            self.engine.feed(self.times, piece, to == self.text.len());
            self.at = to;
            return true;
        }
        self.times -= 1;
        if self.times > 0 {
            self.open();
        }
        self.times > 0
    }
}

/// A list with a little of everything that real ones have.
fn text() -> Vec<u8> {
    let mut text = String::from("email,first name,last name,company,city,plan\r\n");
    let domains = ["example.com", "mail.example.org", "gmail.com"];
    let names = ["Ann", "Björn", "\"Lee, Ann\"", "\"The \"\"Cy\"\"\""];
    // Every index is a remainder by the array's own length.
    let mut row = 0;
    while text.len() < SIZE {
        let local = if row % 50 == 7 { "no at sign " } else { "ann.lee" };
        text.push_str(&[local, &row.to_string(), "@", domains[row % 3]].concat());
        text.push_str(&[",", names[row % 4], ",Smith,Globex GmbH,København,free\r\n"].concat());
        row += 1;
    }
    text.into_bytes()
}
