//! Explains standard input: `cargo run -p bounces --example explain < bounce.eml`.

use std::io::Read;

fn main() -> std::io::Result<()> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let explanation = bounces::explain(&input, std::env::args().nth(1).as_deref());
    println!("{}", serde_json::to_string_pretty(&explanation.verdicts)?);
    eprintln!("{}", explanation.input_label);
    Ok(())
}
