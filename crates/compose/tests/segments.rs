//! The fast way of a template writes what the engine writes: the same template, once as it is and once with a tag
//! before it that only the engine knows.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::Rows;
use compose::{Cell, Cells, Template};
use proptest::prelude::*;
use std::sync::Arc;

/// A tag that says nothing, and that the fast way does not know.
const ENGINE_ONLY: &str = "{{ '' ~ '' }}";

/// A table whose cells are of all kinds.
#[derive(Debug)]
struct Typed {
    columns: Vec<String>,
    items: Arc<dyn Cells>,
    flag: bool,
    number: i64,
    nothing: bool,
}

impl Cells for Typed {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        1
    }

    fn cell(&self, _: usize, column: usize) -> &str {
        if column == 0 { "Ann & <b>" } else { "" }
    }

    fn value(&self, row: usize, column: usize) -> Cell<'_> {
        match column {
            0 => Cell::Text(self.cell(row, column)),
            1 => Cell::Flag(self.flag),
            2 if self.nothing => Cell::Nothing,
            2 => Cell::Whole(self.number),
            3 => Cell::Decimal(self.number as f64 / 4.0),
            _ => Cell::Rows(0..usize::try_from(self.number.clamp(0, 3)).unwrap()),
        }
    }

    fn nested(&self, column: usize) -> Option<&Arc<dyn Cells>> {
        (column == 4).then_some(&self.items)
    }
}

fn typed() -> impl Strategy<Value = Arc<dyn Cells>> {
    (any::<bool>(), -2i64..4, any::<bool>()).prop_map(|(flag, number, nothing)| {
        let items = Rows::of(&["title", "Price now"], &[&["A 'x'", "1"], &["", "2"], &["C\n", ""]]);
        let columns = ["name", "paid", "n", "d", "items"].map(str::to_owned).to_vec();
        Arc::new(Typed { columns, items, flag, number, nothing }) as Arc<dyn Cells>
    })
}

fn texts() -> impl Strategy<Value = Arc<dyn Cells>> {
    let cell =
        prop_oneof![Just(""), Just("  "), Just("a & b"), Just("<i>\"'/"), Just("é{{ x }}"), Just("free")];
    proptest::collection::vec(cell, 5)
        .prop_map(|cells| Rows::of(&["name", "paid", "n", "d 1", "d 2"], &[&cells]))
}

/// Parts of templates, well formed ones and others.
fn template() -> impl Strategy<Value = String> {
    let place = prop_oneof![
        Just("name"),
        Just("paid"),
        Just("n"),
        Just("row['name']"),
        Just("d"),
        Just("row[\"d 1\"]")
    ];
    let value =
        (place.clone(), prop_oneof![Just(""), Just(" | default('x & y')"), Just("|d"), Just(" | upper")])
            .prop_map(|(place, filter)| format!("{{{{ {place}{filter} }}}}"));
    let condition = (place.clone(), 0..6usize, place).prop_map(|(a, kind, b)| match kind {
        0 => a.to_owned(),
        1 => format!("not {a}"),
        2 => format!("{a} == 'free'"),
        3 => format!("{a} != \"free\" and {b}"),
        4 => format!("{a} or not {b} == 'free' and {b}"),
        _ => format!("{a} and {b} or {a}"),
    });
    let text = prop_oneof![Just("text "), Just("\n"), Just("<p>ä</p>"), Just(""), Just("{# note #}")];
    let leaf = prop_oneof![3 => value, 2 => text.prop_map(str::to_owned)];
    let body = proptest::collection::vec(leaf, 0..4).prop_map(|parts| parts.concat());
    let block = (condition, body.clone(), body, 0..8usize).prop_map(|(condition, a, b, kind)| match kind {
        0 => format!("{{% if {condition} %}}{a}{{% endif %}}"),
        1 => format!("{{% if {condition} %}}{a}{{% else %}}{b}{{% endif %}}"),
        2 => format!("{{%if {condition}%}}{a}{{% elif n %}}{b}{{% else %}}-{{% endif %}}"),
        3 => format!("{{% for i in range(1, 3) %}}{{{{ i }}}}{{{{ row['d ' ~ i] }}}}{a}{{% endfor %}}"),
        4 => format!("{{% for it in items %}}{{{{ it.title | d('none') }}}},{a}{{% if it.title %}}{b}{{% endif %}}{{% endfor %}}"),
        5 => format!("{{% for i in range(2) %}}{{% if {condition} %}}{{{{ i }}}}{{% endif %}}{a}{{% endfor %}}"),
        6 => format!("{{%- if {condition} -%}} {a} {{%- endif %}}"),
        _ => format!("{{% for it in items %}}{{{{ loop.index }}}}{a}{{% else %}}{b}{{% endfor %}}"),
    });
    proptest::collection::vec(block, 0..5).prop_map(|blocks| blocks.concat())
}

fn write(template: &str, html: bool, cells: &Arc<dyn Cells>) -> Option<Result<String, ()>> {
    let template = Template::compile(template, html).value?;
    let mut out = Vec::new();
    let done = template.write(&template.lend(cells).context(0), &mut out);
    Some(done.map(|()| String::from_utf8(out).unwrap()).map_err(drop))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn the_fast_way_writes_what_the_engine_writes(
        template in template(),
        cells in prop_oneof![typed(), texts()],
        html: bool,
    ) {
        let fast = write(&template, html, &cells);
        let engine = write(&format!("{ENGINE_ONLY}{template}"), html, &cells);
        prop_assert_eq!(fast, engine, "{}", template);
    }
}
