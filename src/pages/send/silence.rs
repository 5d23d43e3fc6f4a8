//! Why no answer came, and what to do about it.

use crate::platform::reach::Silence;

/// Why a run rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Why, in words that go on after “It paused”.
    pub why: String,
    /// What to do about it.
    pub todo: String,
}

impl From<String> for Pause {
    fn from(why: String) -> Pause {
        Pause { why, todo: "Resume when it is mended".into() }
    }
}

impl From<&str> for Pause {
    fn from(why: &str) -> Pause {
        Pause::from(why.to_owned())
    }
}

/// The words for a silence. `url` was asked from a page at `page`.
pub fn explain(silence: Silence, url: &str, page: &str) -> Pause {
    let host = url.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
    let host = if host.is_empty() { "the relay" } else { host };
    let say = |why: &[&str], todo: &[&str]| Pause { why: why.concat(), todo: todo.concat() };
    const ELSE: &str = "the relay of this page, the command, or the exported files";
    match silence {
        Silence::Unencrypted => say(
            &["letters and the key would go to ", host, " unencrypted"],
            &["Use its https address. Otherwise: ", ELSE],
        ),
        Silence::Mixed => say(
            &["this page came by https, and the browser lets it call no plain http address"],
            &[
                "Open Postroom from postroom serve on this machine, or give the relay an https address. Otherwise: ",
                ELSE,
            ],
        ),
        Silence::Policy => say(
            &["the server of this page forbids it to call ", host],
            &["Its Content-Security-Policy has to name that address in connect-src. Otherwise: ", ELSE],
        ),
        Silence::Local => say(
            &["the browser keeps this page away from your own network"],
            &["Allow this page the local network in the browser’s site settings. Otherwise: ", ELSE],
        ),
        Silence::Offline => say(&["this machine is offline"], &["Connect it, then resume"]),
        Silence::NotAllowed => say(
            &[host, " is there, but does not let this page read its answers (CORS)"],
            &["Set it up to allow ", page, ". Otherwise: ", ELSE],
        ),
        Silence::Slow => say(&[host, " gave no answer within a minute"], &["Look how it is, then resume"]),
        Silence::Dead => say(
            &["nothing answers at ", host],
            &["Look whether it runs, and whether the address is right. Otherwise: ", ELSE],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_silence_says_what_to_do() {
        use Silence::*;
        for silence in [Unencrypted, Mixed, Policy, Local, Offline, NotAllowed, Slow, Dead] {
            let pause = explain(silence, "https://mail.example/send", "https://app.example");
            assert!(!pause.why.is_empty() && !pause.todo.is_empty(), "{silence:?}");
        }
        assert!(
            explain(NotAllowed, "https://mail.example/x", "https://app.example").todo.contains("app.example")
        );
        assert!(explain(Dead, "/api", "").why.contains("the relay"));
    }
}
