//! Recipients by number, name, address or any other cell.

use super::compose::describe;
use crate::desk::Desk;
use crate::protocol::{Event, Found};

/// So many are enough to choose from.
const SHOWN: usize = 8;

/// The kept recipients that a search means. A number is a position among them; all else is looked for in the cells.
pub fn find(desk: &Desk, search: &str) -> Event {
    let search = search.trim().to_lowercase();
    let Some(list) = desk.list.as_ref().map(|list| &list.judged).filter(|_| !search.is_empty()) else {
        return Event::Found(Vec::new());
    };
    let kept = list.roster.kept();
    let number = search.replace([',', ' '], "").parse::<usize>().ok();
    let by_number = number.and_then(|number| number.checked_sub(1)).filter(|at| *at < kept.len());
    let table = list.table();
    let holds = |row: usize| {
        (0..table.columns().len()).any(|column| table.cell(row, column).to_lowercase().contains(&search))
    };
    let by_cells = kept.iter().enumerate().filter(|(_, row)| holds(**row as usize)).map(|(at, _)| at);
    let mut places: Vec<usize> = by_number.into_iter().chain(by_cells).take(SHOWN + 1).collect();
    places.dedup();
    places.truncate(SHOWN);
    let found = places.into_iter().filter_map(|at| {
        let recipient = list.recipient(at)?;
        Some(Found { why: String::new(), who: describe(list, &recipient, at) })
    });
    Event::Found(found.collect())
}
