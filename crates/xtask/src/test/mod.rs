//! `cargo xtask test`: every check and test, each a step with its time, in the order in which a failure is cheapest.
//!
//! A failing step does not stop the ones after it, so one run tells everything; steps that need what failed are
//! counted as failed.

mod count;
mod steps;

use std::time::{Duration, Instant};

use crate::problem::Problem;
use crate::workspace::Workspace;
use count::Count;

/// How one step ended.
struct Outcome {
    name: &'static str,
    took: Duration,
    count: Count,
    /// Why, for a step that failed.
    problem: Option<String>,
}

/// Runs the steps and prints what came of them. The last line is the sum, `N passed, N failed`.
pub fn run(workspace: &Workspace) -> Result<(), Problem> {
    let started = Instant::now();
    let mut session = steps::Session::new(workspace)?;
    let mut outcomes: Vec<Outcome> = Vec::new();
    for (name, step) in steps::ALL {
        println!("\n==> {name}");
        let began = Instant::now();
        let (count, problem) = match step(&mut session) {
            Ok(count) if count.failed == 0 => (count, None),
            Ok(count) => (count, Some(format!("{} failed", count.failed))),
            Err(problem) => (Count { passed: 0, failed: 1 }, Some(problem.to_string())),
        };
        let outcome = Outcome { name, took: began.elapsed(), count, problem };
        println!("{}", line(&outcome));
        outcomes.push(outcome);
    }
    println!("\nall steps, {:.0} s", started.elapsed().as_secs_f64());
    for outcome in &outcomes {
        println!("{}", line(outcome));
    }
    let sum = outcomes.iter().fold(Count::default(), |sum, outcome| sum + outcome.count);
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 {
        Ok(())
    } else {
        let names: Vec<&str> = outcomes.iter().filter(|o| o.problem.is_some()).map(|o| o.name).collect();
        Err(Problem::failed(format!("failed: {}", names.join(", "))))
    }
}

fn line(outcome: &Outcome) -> String {
    let seconds = outcome.took.as_secs_f64();
    match &outcome.problem {
        None => format!("    ok      {seconds:>6.1} s  {:>5}  {}", outcome.count.passed, outcome.name),
        Some(why) => {
            format!("    FAILED  {seconds:>6.1} s  {:>5}  {}: {why}", outcome.count.passed, outcome.name)
        }
    }
}
