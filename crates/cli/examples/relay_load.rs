//! How many messages a second a running relay takes: `relay_load ADDRESS SECONDS CONNECTIONS BYTES`, over plain sockets,
//! so that the measure costs less than what it measures.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, seconds, connections, bytes] = words.as_slice() else {
        eprintln!("usage: relay_load ADDRESS SECONDS CONNECTIONS BYTES");
        std::process::exit(2);
    };
    let number = |word: &String| word.parse::<u64>().unwrap_or(1);
    let (seconds, connections, bytes) = (number(seconds), number(connections), number(bytes) as usize);
    let body = message(bytes);
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let taken: u64 = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..connections)
            .map(|client| {
                let (address, body) = (address.as_str(), body.as_slice());
                scope.spawn(move || hand_over(address, client, body, until))
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap_or(0)).sum()
    });
    let rate = taken as f64 / began.elapsed().as_secs_f64();
    println!("{rate:.0} messages of {} bytes a second over {connections} connections", body.len());
}

/// A letter of about so many bytes, in lines.
fn message(bytes: usize) -> Vec<u8> {
    let mut out = b"From: ann@example.test\r\nTo: bo@example.test\r\nSubject: Load\r\n\r\n".to_vec();
    while out.len() < bytes {
        out.extend_from_slice(b"The quick brown fox jumps over the lazy dog, again and again.\r\n");
    }
    out
}

/// Posts letters one after the other until the time is up; returns how many were taken.
fn hand_over(address: &str, client: u64, body: &[u8], until: Instant) -> u64 {
    let Ok(mut stream) = TcpStream::connect(address) else { return 0 };
    let _ = stream.set_nodelay(true);
    let Ok(reading) = stream.try_clone() else { return 0 };
    let mut reader = BufReader::new(reading);
    let mut taken = 0;
    while Instant::now() < until {
        let mut request = format!(
            "POST /api/v1/messages HTTP/1.1\r\nHost: {address}\r\nContent-Type: message/rfc822\r\nIdempotency-Key: {}-{client}-{taken}\r\n\
             X-Envelope-From: ann@example.test\r\nX-Envelope-To: bo@example.test\r\nContent-Length: {}\r\n\r\n",
            std::process::id(),
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        if stream.write_all(&request).is_err() || !is_taken(&mut reader) {
            eprintln!("client {client} was turned away after {taken}");
            return taken;
        }
        taken += 1;
    }
    taken
}

/// Reads one answer to its end, and whether it is a yes.
fn is_taken(reader: &mut BufReader<TcpStream>) -> bool {
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return false;
    }
    let is_yes = line.contains(" 200 ");
    let mut length = 0;
    loop {
        line.clear();
        if reader.read_line(&mut line).is_err() || line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut answer = vec![0; length];
    reader.read_exact(&mut answer).is_ok() && is_yes
}
