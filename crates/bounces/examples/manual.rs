//! Prints the manual: `cargo run -p bounces --example manual > docs/bounces.md`.

fn main() {
    print!("{}", bounces::manual());
}
