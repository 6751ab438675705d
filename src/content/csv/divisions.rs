//! The division codes of football-data.co.uk.
//!
//! In: `E0`. Out: the competition's name. Source: `notes.txt` of that site.
//! A code that is not listed stays the competition's name.

/// The competition of a code.
pub(super) fn name(code: &str) -> Option<&'static str> {
    Some(match code {
        "E0" => "English Premier League",
        "E1" => "English Championship",
        "E2" => "English League One",
        "E3" => "English League Two",
        "EC" => "English National League",
        "SC0" => "Scottish Premiership",
        "SC1" => "Scottish Championship",
        "SC2" => "Scottish League One",
        "SC3" => "Scottish League Two",
        "D1" => "German Bundesliga",
        "D2" => "German 2. Bundesliga",
        "I1" => "Italian Serie A",
        "I2" => "Italian Serie B",
        "SP1" => "Spanish La Liga",
        "SP2" => "Spanish Segunda División",
        "F1" => "French Ligue 1",
        "F2" => "French Ligue 2",
        "N1" => "Dutch Eredivisie",
        "B1" => "Belgian Pro League",
        "P1" => "Portuguese Primeira Liga",
        "T1" => "Turkish Süper Lig",
        "G1" => "Greek Super League",
        _ => return None,
    })
}

/// The season that a table's dates lie in. The divisions of that site run
/// from summer to spring.
pub(super) fn season(first: jiff::civil::Date, last: jiff::civil::Date) -> String {
    let start = if first.year() < last.year() || first.month() >= 7 { first.year() } else { first.year() - 1 };
    format!("{start}-{:02}", (start + 1).rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn seasons_run_from_summer_to_spring() {
        assert_eq!(season(date(2023, 8, 11), date(2024, 5, 19)), "2023-24");
        assert_eq!(season(date(1999, 8, 7), date(1999, 12, 28)), "1999-00");
        assert_eq!(season(date(2024, 1, 1), date(2024, 5, 19)), "2023-24");
    }
}
