//! The first list is read as fast as the second: a browser compiles code well only once it ran for a while, on other
//! threads of the same processor. So the worker reads a made-up list in a moment in which nobody wants anything.

use engine::Engine;
use engine::protocol::Request;
use recipients::ReadOptions;
use std::cell::RefCell;

/// How many lists are read. After that nothing was won any more.
const TIMES: u32 = 4;
/// Octets of a list: more than the engine wants to see before it begins.
const SIZE: usize = 1_200_000;
/// Octets of it at a time: about as much as is made and read in a millisecond.
const PIECE: usize = 32 * 1024;

/// Lists that are read for nobody.
#[derive(Default)]
struct Rehearsal {
    engine: Engine,
    /// The list in hand, from 1.
    list: u32,
    /// Octets of it that were read.
    read: usize,
    row: usize,
}

thread_local! {
    static REHEARSAL: RefCell<Option<Rehearsal>> = const { RefCell::new(None) };
}

/// Begins.
pub fn begin() {
    REHEARSAL.set(Some(Rehearsal { read: SIZE, ..Rehearsal::default() }));
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
    fn step(&mut self) -> bool {
        if self.engine.step(&mut Vec::new()) {
            return true;
        }
        if self.read < SIZE {
            let piece = self.piece();
            self.read += piece.len();
            self.engine.feed(self.list, piece.as_bytes(), self.read >= SIZE);
            return true;
        }
        if self.list == TIMES {
            return false;
        }
        let request = Request::ReadList {
            name: String::new(),
            options: ReadOptions::default(),
            mapping: None,
            suppressed: Vec::new(),
            segment: String::new(),
        };
        self.list += 1;
        (self.read, self.row) = (0, 0);
        self.engine.open(self.list, request, SIZE);
        true
    }

    /// Rows with a little of everything that real ones have.
    fn piece(&mut self) -> String {
        let mut text = String::new();
        if self.row == 0 {
            text.push_str("email,first name,last name,company,city,plan\r\n");
        }
        while text.len() < PIECE {
            let row = self.row;
            let local = if row.is_multiple_of(50) { "no at sign " } else { "ann.lee" };
            // Each index is a remainder by the array's own length.
            let domain = ["example.com", "mail.example.org", "gmail.com"][row % 3];
            let name = ["Ann", "Björn", "\"Lee, Ann\"", "\"The \"\"Cy\"\"\""][row % 4];
            text.push_str(
                &[local, &row.to_string(), "@", domain, ",", name, ",Smith,Globex GmbH,København,free\r\n"]
                    .concat(),
            );
            self.row += 1;
        }
        text
    }
}
