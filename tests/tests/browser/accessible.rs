//! Every page, in both themes and three widths: nothing that keeps people out, and a picture to look at.

use crate::harness::Desk;

const PAGES: [&str; 6] = ["compose", "recipients", "check", "send", "explain", "settings"];
const WIDTHS: [(u32, u32); 3] = [(1440, 900), (1024, 768), (390, 844)];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Each page with the sample campaign on it.
#[tokio::test]
async fn every_page_can_be_used_by_everybody() {
    let desk = Desk::open().await;
    for page in PAGES {
        desk.visit(page).await;
        desk.settled().await;
        for (width, height) in WIDTHS {
            for scheme in SCHEMES {
                desk.look(width, height, scheme).await;
                desk.keep_picture(&format!("{page}-{width}-{scheme}")).await;
                desk.is_accessible(&format!("{page}, {width} px, {scheme}")).await;
                desk.fits(&format!("{page}, {width} px, {scheme}")).await;
            }
        }
    }
    desk.leave().await;
}

/// WCAG 1.4.10: at 320 px nothing has to be scrolled sideways.
#[tokio::test]
async fn every_page_reflows_at_320_pixels() {
    let desk = Desk::open().await;
    desk.look(320, 640, "light").await;
    for page in PAGES {
        desk.visit(page).await;
        desk.settled().await;
        desk.fits(&format!("{page}, 320 px")).await;
    }
    desk.leave().await;
}

impl Desk {
    /// Waits until nothing is on its way any more: no busy part, no running progress.
    async fn settled(&self) {
        self.until(
            "nothing is on its way",
            "document.documentElement.dataset.engine === 'ready' \
             && ![...document.querySelectorAll('[aria-busy=true], progress')].some(shown)",
        )
        .await;
    }

    /// The page is no wider than its window.
    async fn fits(&self, what: &str) {
        let wide = self.ask("return document.documentElement.scrollWidth - innerWidth").await;
        assert!(wide.as_f64().unwrap_or_default() < 1.0, "{what}: {wide} px too wide");
    }
}
