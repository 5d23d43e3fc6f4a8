//! Reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The three digits that open an SMTP reply, from 200 to 599. Defined in RFC 5321 §4.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct ReplyCode(u16);

impl ReplyCode {
    /// The code, or `None` outside 200 to 599. 1yz is not used by SMTP.
    pub fn new(code: u16) -> Option<ReplyCode> {
        (200..600).contains(&code).then_some(ReplyCode(code))
    }

    /// The number itself.
    pub fn get(self) -> u16 {
        self.0
    }

    /// The first digit: 2 done, 3 go on, 4 not now, 5 no.
    pub fn class(self) -> u8 {
        (self.0 / 100) as u8
    }
}

impl TryFrom<u16> for ReplyCode {
    type Error = String;

    fn try_from(code: u16) -> Result<ReplyCode, String> {
        ReplyCode::new(code).ok_or_else(|| format!("expected a reply code from 200 to 599, but found {code}"))
    }
}

impl From<ReplyCode> for u16 {
    fn from(code: ReplyCode) -> u16 {
        code.0
    }
}

impl fmt::Display for ReplyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Class, subject and detail, as in `5.1.1`. Defined in RFC 3463 §2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnhancedStatusCode {
    class: u8,
    subject: u16,
    detail: u16,
}

impl EnhancedStatusCode {
    /// The code, or `None` where the class is not 2, 4 or 5 or a number has more than three digits.
    pub fn new(class: u8, subject: u16, detail: u16) -> Option<EnhancedStatusCode> {
        (matches!(class, 2 | 4 | 5) && subject < 1000 && detail < 1000).then_some(EnhancedStatusCode {
            class,
            subject,
            detail,
        })
    }

    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    pub fn class(self) -> u8 {
        self.class
    }

    /// What the code is about, from 0 to 7 where registered.
    pub fn subject(self) -> u16 {
        self.subject
    }

    /// The detail within the subject.
    pub fn detail(self) -> u16 {
        self.detail
    }
}

impl FromStr for EnhancedStatusCode {
    type Err = String;

    fn from_str(text: &str) -> Result<EnhancedStatusCode, String> {
        let wrong = || format!("expected an enhanced status code such as 5.1.1, but found {text:?}");
        let mut parts = text.split('.').map(|part| {
            let digits = !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten().ok_or_else(wrong)
        });
        let mut next = || parts.next().unwrap_or_else(|| Err(wrong()));
        let (class, subject, detail) = (next()?, next()?, next()?);
        if parts.next().is_some() {
            return Err(wrong());
        }
        EnhancedStatusCode::new(u8::try_from(class).map_err(|_| wrong())?, subject, detail).ok_or_else(wrong)
    }
}

impl TryFrom<String> for EnhancedStatusCode {
    type Error = String;

    fn try_from(text: String) -> Result<EnhancedStatusCode, String> {
        text.parse()
    }
}

impl From<EnhancedStatusCode> for String {
    fn from(code: EnhancedStatusCode) -> String {
        code.to_string()
    }
}

impl fmt::Display for EnhancedStatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// What a server answered: its code, its enhanced code where it gave one, and its words without either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The three digits.
    pub code: ReplyCode,
    /// The enhanced code (RFC 2034), where the server gave one.
    pub enhanced_code: Option<EnhancedStatusCode>,
    /// The server's words, lines joined by `\n`.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes_print_as_they_were_read() {
        for good in ["5.1.1", "4.7.0", "2.0.0", "5.7.507"] {
            assert_eq!(good.parse::<EnhancedStatusCode>().unwrap().to_string(), good);
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for bad in ["", "5", "5.1", "3.1.1", "5.1.1.1", "5..1", "5.1.1000", "a.b.c", "192.0.2"] {
            assert!(bad.parse::<EnhancedStatusCode>().is_err(), "{bad}");
        }
        assert!(ReplyCode::new(600).is_none() && ReplyCode::new(199).is_none());
    }
}
