//! Where the user is. The place stands in the address after `#`, so that the app works from any folder of any static
//! host, and Back and Forward work as everywhere.

use gloo::utils::{document, window};
use wasm_bindgen::JsValue;

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    /// Write the letter.
    #[default]
    Compose,
    /// Whom it goes to.
    Recipients,
    /// What stands in its way.
    Check,
    /// Export or hand over.
    Send,
    /// What came back.
    Explain {
        /// A code of the reference to show, such as `5.1.1`; empty for none.
        code: String,
        /// A text to explain at once; empty for none.
        q: String,
    },
    /// How the app looks and what it keeps.
    Settings,
}

impl Route {
    /// The five steps in their order.
    pub fn steps() -> [Route; 5] {
        [Route::Compose, Route::Recipients, Route::Check, Route::Send, Route::explain()]
    }

    /// Explain without a code and without a text.
    pub fn explain() -> Route {
        Route::Explain { code: String::new(), q: String::new() }
    }

    /// The page's name: in the rail, as its heading and in the title.
    pub fn name(&self) -> &'static str {
        match self {
            Route::Compose => "Compose",
            Route::Recipients => "Recipients",
            Route::Check => "Check",
            Route::Send => "Send",
            Route::Explain { .. } => "Explain",
            Route::Settings => "Settings",
        }
    }

    /// The page's word in the address; also the name of its icon.
    pub fn slug(&self) -> &'static str {
        match self {
            Route::Compose => "compose",
            Route::Recipients => "recipients",
            Route::Check => "check",
            Route::Send => "send",
            Route::Explain { .. } => "explain",
            Route::Settings => "settings",
        }
    }

    /// Whether two routes are the same page, whatever they show on it.
    pub fn is_page(&self, other: &Route) -> bool {
        self.slug() == other.slug()
    }

    /// The address of the page, for links.
    pub fn href(&self) -> String {
        let mut href = format!("#/{}", self.slug());
        if let Route::Explain { code, q } = self {
            for (name, value) in [("code", code), ("q", q)] {
                if !value.is_empty() {
                    let mark = if href.contains('?') { '&' } else { '?' };
                    href.push_str(&format!(
                        "{mark}{name}={}",
                        String::from(js_sys::encode_uri_component(value))
                    ));
                }
            }
        }
        href
    }

    /// Reads what stands after `#`. `None` where it is no page of ours, such as a place on the page.
    pub fn read(hash: &str) -> Option<Route> {
        let (slug, query) = match hash.strip_prefix("#/")?.split_once('?') {
            Some((slug, query)) => (slug, query),
            None => (hash.strip_prefix("#/")?, ""),
        };
        Some(match slug {
            "" | "compose" => Route::Compose,
            "recipients" => Route::Recipients,
            "check" => Route::Check,
            "send" => Route::Send,
            "explain" => Route::Explain { code: value(query, "code"), q: value(query, "q") },
            "settings" => Route::Settings,
            _ => return None,
        })
    }

    /// The page that the address names now.
    pub fn now() -> Route {
        window().location().hash().ok().and_then(|hash| Route::read(&hash)).unwrap_or_default()
    }

    /// Rewrites an address for links from elsewhere, `/explain/550`, `/explain/5.7.26` or `/explain?q=…`, to the
    /// place after `#`. Before anything else is asked for: the worker's files stand in the app's own folder.
    pub fn settle() {
        let location = window().location();
        let (Ok(path), Ok(query), Ok(history)) = (location.pathname(), location.search(), window().history())
        else {
            return;
        };
        let Some((base, code)) = linked(&path) else { return };
        // In a query a plus is a blank.
        let q = value(&query.trim_start_matches('?').replace('+', "%20"), "q");
        let code = js_sys::decode_uri_component(code).ok().map(String::from).unwrap_or_default();
        // A place that stands there already is the newer one.
        let hash = location.hash().ok().filter(|hash| Route::read(hash).is_some());
        let address = [base, &hash.unwrap_or_else(|| Route::Explain { code, q }.href())].concat();
        // Refused only for addresses of other hosts, and this is our own.
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
    }

    /// Writes the page into the address, as a new step of the history.
    pub fn push(&self) {
        if let Ok(history) = window().history() {
            // Refused only for addresses of other hosts or when called without end; then the page changes all the same.
            drop(history.push_state_with_url(&JsValue::NULL, "", Some(&self.href())));
        }
    }

    /// Says in the title where the user is.
    pub fn entitle(&self, campaign: &str) {
        document().set_title(&format!("{} · {campaign} · Postroom", self.name()));
    }
}

/// The app's folder and the code, where a path is one of Explain's.
fn linked(path: &str) -> Option<(&str, &str)> {
    let (base, rest) = path.rsplit_once("explain")?;
    let code = if rest.is_empty() { "" } else { rest.strip_prefix('/')? };
    (base.ends_with('/') && !code.contains('/')).then_some((base, code))
}

fn value(query: &str, name: &str) -> String {
    let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let decoded = pair.and_then(|text| js_sys::decode_uri_component(text).ok());
    decoded.map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_read_back_from_its_address() {
        for route in Route::steps().into_iter().chain([Route::Settings]) {
            assert_eq!(Route::read(&format!("#/{}", route.slug())), Some(route));
        }
    }

    #[test]
    fn links_from_elsewhere_name_a_code() {
        assert_eq!(linked("/explain/550"), Some(("/", "550")));
        assert_eq!(linked("/mail/explain/5.7.26"), Some(("/mail/", "5.7.26")));
        assert_eq!(linked("/explain"), Some(("/", "")));
        for other in ["/", "/unexplained", "/explained/550", "/explain/a/b", "/compose"] {
            assert_eq!(linked(other), None, "{other}");
        }
    }

    #[test]
    fn a_place_on_the_page_is_no_page() {
        assert_eq!(Route::read("#main"), None);
        assert_eq!(Route::read("#/nowhere"), None);
        assert_eq!(Route::read("#/"), Some(Route::Compose));
    }
}
