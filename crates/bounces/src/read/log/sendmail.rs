//! Sendmail's syslog lines: `to=…, relay=…, dsn=…, stat=…`.

use super::{Line, address, delivered, host, words};
use crate::fact::{Action, Fact};

pub(super) fn read(line: &Line) -> Option<Fact<'static>> {
    let at = line.text.find("stat=").filter(|_| !line.text.contains("result=\""))?;
    let to = line.value(" to=")?;
    let said = &line.text[at + "stat=".len()..];
    let dsn = line.value("dsn=");
    let mut fact = Fact {
        input: "log:sendmail",
        recipient: address(to).or_else(|| Some(to.to_owned())),
        status: dsn.and_then(|code| Some((code.parse().ok()?, line.span(code)))),
        remote: line.value("relay=").and_then(host),
        words: words(line, said),
        ..Fact::default()
    };
    if said.starts_with("Sent") {
        return Some(delivered(fact, line.span(said)));
    }
    if said.starts_with("Deferred") {
        fact.retries = Some(true);
    } else {
        fact.action = Some(Action::Failed);
    }
    Some(fact)
}
