//! The rules, one a file.

pub(crate) mod branches;
mod deceit;
pub(crate) mod fields;
mod images;
mod leftovers;
mod links;
mod postal;
mod preheader;
mod sender;
mod size;
mod subject;
mod text_part;
mod unsubscribe;

use crate::Look;
use diag::Diagnostic;

/// A rule: what it finds in one recipient's letter.
type Rule = fn(&Look<'_>) -> Vec<Diagnostic>;

/// All rules over one letter, in the order in which a reader meets what they look at.
pub(crate) const ALL: &[Rule] = &[
    subject::empty,
    subject::long,
    subject::shouting,
    subject::fake_reply,
    preheader::missing,
    sender::from,
    sender::reply_to,
    unsubscribe::missing,
    unsubscribe::one_click,
    unsubscribe::address,
    unsubscribe::visible,
    size::clipped,
    images::alternative,
    images::source,
    links::target,
    links::empty,
    deceit::other_domain,
    text_part::missing,
    text_part::old,
    postal::missing,
    leftovers::tags,
];
