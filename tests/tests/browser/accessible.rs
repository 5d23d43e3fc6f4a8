//! Every page, in both themes and three widths: nothing that keeps people out, and a picture to look at.

use crate::harness::Desk;

const PAGES: [&str; 6] = ["compose", "recipients", "check", "send", "explain", "settings"];
const WIDTHS: [(u32, u32); 3] = [(1440, 900), (1024, 768), (390, 844)];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Each page with the sample campaign on it. Everything is looked at before the test fails.
#[tokio::test]
async fn every_page_can_be_used_by_everybody() {
    let desk = Desk::open().await;
    let mut wrong = Vec::new();
    for page in PAGES {
        desk.visit(page).await;
        desk.settled().await;
        for (width, height) in WIDTHS {
            for scheme in SCHEMES {
                desk.look(width, height, scheme).await;
                desk.keep_picture(&format!("{page}-{width}-{scheme}")).await;
                let found = desk.violations().await.into_iter().chain(desk.too_wide().await);
                wrong.extend(found.map(|found| format!("{page}, {width} px, {scheme}: {found}")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    desk.leave().await;
}

/// WCAG 1.4.10: at 320 px nothing has to be scrolled sideways.
#[tokio::test]
async fn every_page_reflows_at_320_pixels() {
    let desk = Desk::open().await;
    desk.look(320, 640, "light").await;
    let mut wrong = Vec::new();
    for page in PAGES {
        desk.visit(page).await;
        desk.settled().await;
        wrong.extend(desk.too_wide().await.into_iter().map(|found| format!("{page}: {found}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    desk.leave().await;
}

/// Whatever has no room in the letter's bar is in a menu, and each menu of it is within the window.
#[tokio::test]
async fn the_letters_tools_are_within_reach_at_every_width() {
    const OUTSIDE: &str = "[...document.querySelectorAll('.cbar button, .cbar [role=menu]')].filter(shown).filter((e) => {
        const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + Math.min(12, box.height / 2);
        return box.left < 0 || box.right > innerWidth || !e.contains(document.elementFromPoint(x, y));
    }).map(called)";
    let desk = Desk::open().await;
    desk.until("the list is there", "/Row 2/.test(everything())").await;
    let mut wrong = Vec::new();
    for (width, menus) in [
        (1440, &["Letter", "Merge field", "Condition", "More to insert"][..]),
        (1210, &["Letter", "Merge field", "Condition", "More to insert"]),
        (1024, &["Letter", "Merge field", "Condition", "More to insert"]),
        (768, &["Letter", "Merge field", "Condition", "More to insert", "More commands"]),
        (390, &["More commands"]),
        (320, &["More commands"]),
    ] {
        desk.look(width, 844, "light").await;
        let closed = desk.ask(&format!("return {OUTSIDE}")).await;
        wrong.push((width, "", closed));
        for menu in menus {
            desk.click("button", menu).await;
            desk.until("the menu is open", "[...document.querySelectorAll('[role=menu]')].some(shown)").await;
            let open = "return [...document.querySelectorAll('[role=menu]')].filter(shown).map((e) => e.getBoundingClientRect())\
                 .filter((box) => box.left < 0 || box.right > innerWidth || box.width < 100).map((box) => [box.left, box.right])";
            wrong.push((width, menu, desk.ask(open).await));
            desk.press("\u{e00c}").await;
            desk.until("it is closed", "![...document.querySelectorAll('[role=menu]')].some(shown)").await;
        }
    }
    wrong.retain(|(_, _, found)| found.as_array().is_none_or(|found| !found.is_empty()));
    assert!(wrong.is_empty(), "{wrong:#?}");
    desk.leave().await;
}

/// The whole way to another page and back by keyboard alone, and the focus is always to be seen.
#[tokio::test]
async fn the_steps_are_reached_by_keyboard() {
    let desk = Desk::open().await;
    desk.press("\u{e009}k\u{e000}").await;
    desk.until("the palette has the focus", "document.activeElement?.getAttribute('role') === 'combobox'")
        .await;
    desk.press("recipients").await;
    desk.press("\u{e007}").await;
    desk.until(
        "Recipients is there",
        "tidy(document.querySelector('main h1')?.textContent) === 'Recipients'",
    )
    .await;
    desk.until("its heading has the focus", "document.activeElement?.tagName === 'H1'").await;
    desk.until("the title says so", "document.title.startsWith('Recipients')").await;

    desk.press("\u{e009}k\u{e000}").await;
    desk.until("the palette is open again", "find('dialog', '.*') !== null").await;
    desk.press("\u{e00c}").await;
    desk.until("Escape closed it", "find('dialog', '.*') === null").await;
    desk.until("the focus is back on the page", "document.activeElement !== document.body").await;
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

    /// Says when the page is wider than its window, and what sticks out.
    async fn too_wide(&self) -> Option<String> {
        let script = "const wide = document.documentElement.scrollWidth - innerWidth; \
             const out = [...document.querySelectorAll('body *')].filter((e) => shown(e) \
             && e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML.slice(0, 90)); \
             return wide >= 1 ? `${wide} px too wide: ${out.slice(0, 4).join(' | ')}` : null";
        self.ask(script).await.as_str().map(str::to_owned)
    }
}
