//! The one polite live region. What happens fast is said once: a word waits a second, and a newer one takes its place.

use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// How long a word waits, in milliseconds.
const WAIT_MILLIS: u32 = 1000;

/// Says words to those who listen to the page. It is the same for as long as the page stands.
#[derive(Clone, Default)]
pub struct Announcer(Rc<Inner>);

#[derive(Default)]
struct Inner {
    region: NodeRef,
    timer: RefCell<Option<Timeout>>,
}

impl PartialEq for Announcer {
    fn eq(&self, other: &Announcer) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Announcer {
    /// Says a word, unless another comes within a second.
    pub fn say(&self, word: impl Into<String>) {
        let (word, region) = (word.into(), self.0.region.clone());
        let timer = Timeout::new(WAIT_MILLIS, move || {
            if let Some(region) = region.get() {
                region.set_text_content(Some(&word));
            }
        });
        // The timer before is dropped, and with it its word.
        self.0.timer.replace(Some(timer));
    }

    /// The region, which stands on the page once.
    pub fn region(&self) -> Html {
        html! { <div class="vh" role="status" aria-live="polite" ref={self.0.region.clone()}></div> }
    }
}
