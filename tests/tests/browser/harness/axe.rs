//! axe-core: what keeps people out of a page.

use serde_json::Value;

use super::{Desk, place};

impl Desk {
    /// Fails when axe finds a violation of WCAG 2.2 A or AA on the page as it stands.
    pub async fn is_accessible(&self, what: &str) {
        let violations = self.violations().await;
        assert!(violations.is_empty(), "{what}: axe found\n{}", violations.join("\n"));
    }

    /// What axe finds on the page as it stands.
    pub async fn violations(&self) -> Vec<String> {
        let source = place("POSTROOM_AXE", "target/tools/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(source).unwrap();
        let script = format!(
            "{source};\nconst done = arguments[arguments.length - 1];\n\
             axe.run(document, {{ iframes: false, resultTypes: ['violations'], runOnly: {{ type: 'tag', \
             values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }} }})\
             .then(({{ violations }}) => done(violations), (error) => done([{{ id: String(error), nodes: [] }}]));"
        );
        let violations = self.client().execute_async(&script, Vec::new()).await.unwrap();
        violations.as_array().into_iter().flatten().map(describe).collect()
    }
}

fn describe(violation: &Value) -> String {
    let places: Vec<String> = violation["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|node| {
            let summary = node["failureSummary"].as_str().unwrap_or_default().replace('\n', " ");
            format!("    {} {summary}", node["html"].as_str().unwrap_or_default())
        })
        .collect();
    format!("  {}: {}\n{}", violation["id"], violation["help"], places.join("\n"))
}
