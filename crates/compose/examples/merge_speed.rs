//! How many letters a second: `cargo run --release -p compose --example merge_speed [LETTER.md] [HTML_OUT]`.
//! Without a letter, one of about 30 KB with 15 fields is made up.

use compose::Cells;
use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

#[derive(Debug)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Cells for Table {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|r| r.get(column)).map_or("", String::as_str)
    }
}

/// Counts bytes and throws them away, so that only the merge is measured.
struct Sink(usize);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += black_box(bytes).len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn made_up() -> String {
    let paragraph =
        "The quick brown fox jumps over the lazy dog while the band plays on and nobody minds. ".repeat(9);
    let mut out = String::from("+++\nsubject = \"News for {{ f0 }}\"\nformat = \"html\"\n+++\n");
    for i in 0..15 {
        out.push_str(&format!("<p>Dear {{{{ f{i} }}}}, {paragraph}</p>\n<p>{paragraph}</p>\n"));
    }
    out.push_str(
        "{% for x in list.split(',') %}<li>{{ x }}</li>{% endfor %}{% if f1 %}<p>yes</p>{% endif %}\n",
    );
    out
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (text, columns, row) = match args.next() {
        Some(path) => {
            let list = std::path::Path::new(&path).with_file_name("list.csv");
            let list = std::fs::read_to_string(list)?;
            let mut lines = list.lines().map(|l| l.split(',').map(str::to_string).collect::<Vec<_>>());
            (
                std::fs::read_to_string(&path)?,
                lines.next().unwrap_or_default(),
                lines.next().unwrap_or_default(),
            )
        }
        None => {
            let columns: Vec<String> = (0..15).map(|i| format!("f{i}")).chain(["list".into()]).collect();
            let row = (0..15).map(|i| format!("Value & {i}")).chain(["a,b,c,d,e,f,g,h,i,j".into()]).collect();
            (made_up(), columns, row)
        }
    };
    let letter = compose::read(&text).value.letter;
    let started = Instant::now();
    let report = compose::compile(&letter, &columns);
    println!("compiled in {:?}; {} diagnostics", started.elapsed(), report.diagnostics.len());
    let compiled = report.value.ok_or("the letter is broken")?;
    let cells: Arc<dyn Cells> = Arc::new(Table { columns, rows: vec![row] });
    if let Some(out) = args.next() {
        let merged = compiled.merge(&compiled.context(&cells, 0)).map_err(|e| format!("{e:?}"))?;
        std::fs::write(out, merged.html.unwrap_or_default())?;
    }
    for round in 0..5 {
        let mut sink = Sink(0);
        let count = 20_000;
        let started = Instant::now();
        for _ in 0..count {
            let cx = compiled.context(&cells, 0);
            compiled.write_html(&cx, &mut sink).map_err(|e| format!("{e:?}"))?;
        }
        let html = started.elapsed();
        let started = Instant::now();
        for _ in 0..count {
            let cx = compiled.context(&cells, 0);
            black_box(compiled.fields(&cx).map_err(|e| format!("{e:?}"))?);
            compiled.write_html(&cx, &mut sink).map_err(|e| format!("{e:?}"))?;
            compiled.write_text(&cx, &mut sink).map_err(|e| format!("{e:?}"))?;
        }
        let all = started.elapsed();
        println!(
            "round {round}: html {:.2} µs, html + text + fields {:.2} µs, {} bytes each",
            html.as_secs_f64() * 1e6 / f64::from(count),
            all.as_secs_f64() * 1e6 / f64::from(count),
            sink.0 / (2 * usize::try_from(count)?)
        );
    }
    Ok(())
}
