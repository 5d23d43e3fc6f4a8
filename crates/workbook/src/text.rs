//! A cell's value as a person reads it in the sheet.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

/// The text of a value of an XLSX sheet.
pub(crate) fn of_ref(value: DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => text.to_owned(),
        DataRef::Empty => String::new(),
        value => of(&Data::from(value)),
    }
}

/// The text of a value.
pub(crate) fn of(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => date_time(moment),
        Data::Error(error) => error_word(error).to_owned(),
        Data::Empty => String::new(),
    }
}

/// `2026-03-01`, with the time where there is one; a duration as hours, minutes and seconds.
fn date_time(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        let seconds = (moment.as_f64() * 86_400.0).round() as i64;
        let (sign, seconds) = if seconds < 0 { ("-", -seconds) } else { ("", seconds) };
        return format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match () {
        // A number below one is a time of the day without a day.
        () if moment.as_f64() < 1.0 => time,
        () if (hour, minute, second) == (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        () => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

fn error_word(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        _ => "#ERROR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn values_are_written_as_they_are_read() {
        let date = |number| Data::DateTime(ExcelDateTime::new(number, ExcelDateTimeType::DateTime, false));
        let lasting = Data::DateTime(ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false));
        for (value, text) in [
            (Data::Float(42.0), "42"),
            (Data::Float(0.5), "0.5"),
            (Data::Bool(true), "TRUE"),
            (date(45943.0), "2025-10-13"),
            (date(45943.5), "2025-10-13 12:00:00"),
            (date(0.25), "06:00:00"),
            (lasting, "36:00:00"),
            (Data::Error(CellErrorType::NA), "#N/A"),
            (Data::Empty, ""),
        ] {
            assert_eq!(of(&value), text);
        }
    }
}
