//! What is known of the domains of a list: most lists have few, so each is looked at once.

use crate::hash::{hash, same};
use crate::marks;
use mail::Address;
use mail::address::{self, DomainFacts};

/// How many domains are remembered; most lists have a few hundred. A power of two.
const DOMAINS: usize = 4096;
/// The longest domain that is remembered, in octets.
const LONGEST: usize = 47;

/// What is remembered of a domain.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Domain {
    pub(crate) facts: DomainFacts,
    pub(crate) findings: u32,
    /// Whether an address may end with it.
    pub(crate) good: bool,
    /// Its hash.
    pub(crate) hash: u64,
}

/// The domains seen last, one for each of the places that their hashes give.
pub(crate) struct Domains {
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    length: u8,
    /// The domain itself, since two may have one hash.
    text: [u8; LONGEST],
    domain: Domain,
}

impl Domains {
    pub(crate) fn new() -> Domains {
        address::load_lists();
        Domains { places: vec![Place { length: 0, text: [0; LONGEST], domain: Domain::default() }; DOMAINS] }
    }

    /// What is known of a domain in lower case.
    #[inline]
    pub(crate) fn look_up(&mut self, domain: &[u8]) -> Domain {
        let hash = hash(domain);
        // The mask keeps below `DOMAINS`, of which there are as many places.
        let place = &mut self.places[hash as usize & (DOMAINS - 1)];
        let Some(text) = place.text.get_mut(..domain.len()) else { return learn(domain, hash) };
        if usize::from(place.length) != domain.len() || !same(text, domain) {
            text.copy_from_slice(domain);
            // `LONGEST` is below 256.
            place.length = domain.len() as u8;
            place.domain = learn(domain, hash);
        }
        place.domain
    }
}

#[cold]
fn learn(domain: &[u8], hash: u64) -> Domain {
    let text = std::str::from_utf8(domain).unwrap_or_default();
    let facts = address::domain_facts(text);
    let good = Address::parse(&format!("a@{text}")).is_ok_and(|address| address.domain() == text);
    Domain { facts, findings: marks::bits(facts.warnings), good, hash }
}
