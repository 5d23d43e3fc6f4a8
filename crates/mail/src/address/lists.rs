//! The lists behind the warnings, from the files in `crates/mail/data`.

use std::sync::OnceLock;

/// A provider of mailboxes for anyone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Provider {
    domain: &'static str,
    /// Dots in the local part make no difference.
    pub(super) dots: bool,
    /// `+word` is a label of the same mailbox.
    pub(super) plus: bool,
}

/// All lists, sorted, so that a look-up halves.
pub(super) struct Lists {
    providers: Vec<Provider>,
    disposable: Vec<&'static str>,
    tlds: Vec<&'static str>,
    reserved: Vec<&'static str>,
    /// By length, since most local parts are as long as few roles.
    roles: [Vec<&'static str>; MAX_ROLE + 1],
}

/// The longest role in octets.
const MAX_ROLE: usize = 24;
/// A second-level label shorter than this is one key away from too many others.
const MIN_NAME: usize = 5;
/// Top-level domains that exist, but are far more often a slip of `.com` behind a provider's name.
const NEAR_COM: [&str; 4] = ["co", "cm", "om", "con"];

impl Lists {
    pub(super) fn get() -> &'static Lists {
        static LISTS: OnceLock<Lists> = OnceLock::new();
        LISTS.get_or_init(Lists::load)
    }

    fn load() -> Lists {
        let mut providers: Vec<Provider> = lines(include_str!("../../data/providers.txt"))
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                let domain = words.next()?;
                let marks: Vec<&str> = words.collect();
                Some(Provider { domain, dots: marks.contains(&"dots"), plus: marks.contains(&"plus") })
            })
            .collect();
        providers.sort_unstable_by_key(|provider| provider.domain);
        let mut roles: [Vec<&'static str>; MAX_ROLE + 1] = Default::default();
        for role in words(include_str!("../../data/roles.txt")) {
            if let Some(same_length) = roles.get_mut(role.len()) {
                same_length.push(role);
            }
        }
        Lists {
            providers,
            disposable: sorted(include_str!("../../data/disposable.txt")),
            tlds: sorted(include_str!("../../data/tlds.txt")),
            reserved: sorted(include_str!("../../data/reserved_tlds.txt")),
            roles,
        }
    }

    pub(super) fn provider(&self, domain: &str) -> Option<&Provider> {
        let i = self.providers.binary_search_by_key(&domain, |provider| provider.domain).ok()?;
        self.providers.get(i)
    }

    pub(super) fn is_tld(&self, tld: &str) -> bool {
        self.tlds.binary_search(&tld).is_ok()
    }

    pub(super) fn is_reserved(&self, tld: &str) -> bool {
        self.reserved.binary_search(&tld).is_ok()
    }

    pub(super) fn is_disposable(&self, domain: &str) -> bool {
        self.disposable.binary_search(&domain).is_ok()
    }

    pub(super) fn is_role(&self, local: &str) -> bool {
        self.roles
            .get(local.len())
            .is_some_and(|roles| roles.iter().any(|role| role.eq_ignore_ascii_case(local)))
    }

    /// The provider's domain that was probably meant by a domain which is not a provider's: one letter added, left out,
    /// changed, or swapped with its neighbour. Slips in the name need a name of some length; slips in the top-level
    /// domain must have led to one that does not exist, or to a neighbour of `.com`.
    pub(super) fn meant(&self, domain: &str) -> Option<&'static str> {
        let (name, end) = domain.split_once('.')?;
        self.providers.iter().map(|provider| provider.domain).find(|meant| {
            if meant.len().abs_diff(domain.len()) > 1 || !one_slip(domain.as_bytes(), meant.as_bytes()) {
                return false;
            }
            let Some((meant_name, meant_end)) = meant.split_once('.') else { return false };
            if meant_name.len() < MIN_NAME {
                return false;
            }
            if meant_name == name {
                let tld = end.rsplit('.').next().unwrap_or(end);
                return !self.is_tld(tld) || (meant_end == "com" && NEAR_COM.contains(&end));
            }
            name.len() >= MIN_NAME - 1
        })
    }
}

/// Whether one slip of the keyboard makes the first from the second (optimal string alignment distance 1).
fn one_slip(written: &[u8], meant: &[u8]) -> bool {
    let same = written.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (a, b) = (&written[same..], &meant[same..]);
    match (a, b) {
        ([], []) => false,
        ([_, rest @ ..], _) if rest == b => true,
        (_, [_, rest @ ..]) if a == rest => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([a0, a1, a @ ..], [b0, b1, b @ ..]) => a0 == b1 && a1 == b0 && a == b,
        _ => false,
    }
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn words(file: &'static str) -> impl Iterator<Item = &'static str> {
    lines(file).flat_map(str::split_whitespace)
}

fn sorted(file: &'static str) -> Vec<&'static str> {
    let mut words: Vec<&str> = words(file).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(domain: &str, meant: Option<&str>) {
        assert_eq!(Lists::get().meant(domain), meant, "{domain}");
    }

    #[test]
    fn slips_of_one_key_are_found() {
        check("gmial.com", Some("gmail.com"));
        check("gmal.com", Some("gmail.com"));
        check("gmaill.com", Some("gmail.com"));
        check("gmail.con", Some("gmail.com"));
        check("gmail.cmo", Some("gmail.com"));
        check("gmail.co", Some("gmail.com"));
        check("hotmial.co.uk", Some("hotmail.co.uk"));
        check("outlok.com", Some("outlook.com"));
        check("yaho.com", Some("yahoo.com"));
    }

    #[test]
    fn other_domains_are_left_alone() {
        for domain in [
            "example.com",
            "gmx.eu",
            "mailo.com",
            "live.eu",
            "yahoo.eu",
            "yahoo.mt",
            "sky.de",
            "a.com",
            "tele.be",
        ] {
            check(domain, None);
        }
    }

    #[test]
    fn no_listed_domain_is_a_slip_and_each_list_is_read() {
        let lists = Lists::get();
        assert!(lists.providers.len() > 200 && lists.tlds.len() > 1000 && lists.disposable.len() > 100);
        for provider in &lists.providers {
            assert!(lists.provider(provider.domain).is_some());
            assert!(!lists.is_disposable(provider.domain), "{}", provider.domain);
        }
        for role in words(include_str!("../../data/roles.txt")) {
            assert!(lists.is_role(role), "{role} is longer than MAX_ROLE");
        }
        assert!(lists.is_tld("com") && lists.is_tld("xn--p1ai") && lists.is_reserved("example"));
    }
}
