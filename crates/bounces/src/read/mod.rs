//! Telling apart what was pasted, and the readers of each kind.

mod reply;

use crate::decide::judge;
use crate::fact::Fact;
use crate::verdict::{Explanation, Verdict};

/// Decodes, tells the kind, reads and judges.
pub(crate) fn explain(input: &[u8], _name: Option<&str>) -> Explanation {
    let text = String::from_utf8_lossy(input).replace("\r\n", "\n").replace('\r', "\n");
    let (label, facts) = reply::read(&text);
    let verdicts = verdicts(&text, &facts);
    Explanation { input_label: label, text, verdicts }
}

fn verdicts(text: &str, facts: &[Fact]) -> Vec<Verdict> {
    facts.iter().map(|fact| judge(text, fact)).collect()
}
