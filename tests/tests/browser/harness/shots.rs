//! Pictures of the pages, kept in tests/shots for people to look at.

use super::{Desk, Kind};

impl Desk {
    /// Takes a picture of what is on the screen now. Waits first for what is still being drawn. WebKit's
    /// driver may never answer that, so there is none of it.
    pub async fn keep_picture(&self, name: &str) {
        if self.kind() == Kind::WebKit {
            return;
        }
        let drawn = "const done = arguments[arguments.length - 1]; \
                     document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";
        // A page that can't be drawn any more can still be pictured.
        let _ = self.client().execute_async(drawn, Vec::new()).await;
        let folder = postroom_tests::project::root().join("tests/shots");
        std::fs::create_dir_all(&folder).unwrap();
        if let Ok(picture) = self.client().screenshot().await {
            std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
        }
    }
}
