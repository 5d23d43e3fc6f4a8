//! The lists behind the warnings, from the files in `crates/mail/data`.

use super::slip::{self, KEY};
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
const NEAR_COM: [&str; 3] = ["co", "cm", "om"];
/// In a name of so many letters two light slips are still slips.
const LONG_NAME: usize = 7;
/// Top-level domains that everybody knows; a slip of one of them is told behind any name. The most used come first.
const KNOWN_ENDS: [&str; 7] = ["com", "net", "org", "info", "edu", "gov", "biz"];

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

    /// The domain that was probably meant by one which is not a provider's. Its name is a slip of the hands away from a
    /// large provider's, or its end is one away from a top-level domain that everybody knows and does not exist itself.
    pub(super) fn meant(&self, domain: &str) -> Option<String> {
        if !domain.is_ascii() {
            return None;
        }
        let Some((name, end)) = domain.split_once('.') else {
            // The dot itself was left out.
            let is_glued = |provider: &&Provider| {
                provider.domain.len() == domain.len() + 1 && provider.domain.replacen('.', "", 1) == domain
            };
            return self.providers.iter().find(is_glued).map(|provider| provider.domain.to_owned());
        };
        let near = self.providers.iter().filter_map(|provider| {
            let (meant_name, meant_end) = provider.domain.split_once('.')?;
            let of_name = self.slip_of_name(name, meant_name)?;
            let of_end = self.slip_of_end(end, meant_end)?;
            // Two heavy slips in one short word are another word.
            (of_name + of_end > 0).then_some((of_name + of_end, provider.domain))
        });
        // A name that only the end tells from the provider's comes first, then the fewest slips.
        let near = near.min_by_key(|(cost, _)| *cost).map(|(_, domain)| domain.to_owned());
        near.or_else(|| self.meant_end(domain))
    }

    /// What it costs to get from one name to the other; `None` where it is another name.
    fn slip_of_name(&self, name: &str, meant: &str) -> Option<u16> {
        if name == meant {
            return (meant.len() >= MIN_NAME).then_some(0);
        }
        if meant.len() < MIN_NAME || name.len() < MIN_NAME - 1 {
            return None;
        }
        let limit = if meant.len() < LONG_NAME { KEY } else { KEY + KEY / 2 };
        let cost = slip::cost(name.as_bytes(), meant.as_bytes(), limit)?;
        // Hands slip at the first letter less than elsewhere, and firms like to differ by it.
        let same_start = name.as_bytes().first() == meant.as_bytes().first();
        (same_start || cost < KEY && name.get(1..2) != meant.get(1..2) || cost <= KEY / 2).then_some(cost)
    }

    fn slip_of_end(&self, end: &str, meant: &str) -> Option<u16> {
        if end == meant {
            return Some(0);
        }
        let tld = end.rsplit('.').next().unwrap_or(end);
        let may_be = !self.is_tld(tld) || (meant == "com" && NEAR_COM.contains(&end));
        slip::cost(end.as_bytes(), meant.as_bytes(), KEY + KEY / 2).filter(|_| may_be)
    }

    /// The domain with the top-level domain that was probably meant: one of those that everybody knows, of three letters
    /// or more, since two letters are one key away from many others.
    fn meant_end(&self, domain: &str) -> Option<String> {
        let (rest, tld) = domain.rsplit_once('.')?;
        if self.is_tld(tld) || self.is_reserved(tld) || tld.len() < 2 {
            return None;
        }
        let near = KNOWN_ENDS
            .iter()
            .filter_map(|known| Some((slip::cost(tld.as_bytes(), known.as_bytes(), KEY)?, known)));
        near.min_by_key(|(cost, _)| *cost).map(|(_, known)| format!("{rest}.{known}"))
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
        assert_eq!(Lists::get().meant(domain).as_deref(), meant, "{domain}");
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
        check("gmailcom", Some("gmail.com"));
        check("gnail.con", Some("gmail.com"));
        check("hitmial.com", Some("hotmail.com"));
        check("protonmial.com", Some("protonmail.com"));
        check("example-firm.con", Some("example-firm.com"));
        check("firm.ogr", Some("firm.org"));
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
            "kmail.com",
            "firm.de",
            "firm.dd",
            "firm.test",
            "rmail.net",
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
