//! OpenSMTPD: `mta … result="PermFail" stat="550 …"`, with or without `event=`.

use super::{Line, address, delivered, host, words};
use crate::fact::{Action, Fact};

pub(super) fn read(line: &Line) -> Option<Fact<'static>> {
    let result = line.value("result=")?;
    let stat = line.value("stat=")?;
    let to = line.value(" to=")?;
    let mut fact = Fact {
        input: "log:opensmtpd",
        recipient: address(to).or_else(|| Some(to.to_owned())),
        remote: line.value("relay=").and_then(host),
        words: words(line, stat),
        ..Fact::default()
    };
    match result {
        "Ok" => return Some(delivered(fact, line.span(result))),
        "TempFail" => fact.retries = Some(true),
        "PermFail" => fact.action = Some(Action::Failed),
        _ => return None,
    }
    Some(fact)
}
