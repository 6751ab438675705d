//! The names of columns.
//!
//! In: a header cell. Out: the column it names. The names are those of
//! touchline's reference, those in common use beside them, and those of
//! football-data.co.uk (`notes.txt` on that site). Never looks at cells.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what its name says")]
pub(super) enum Column {
    Competition,
    Division,
    Season,
    Stage,
    Group,
    Round,
    Matchday,
    Leg,
    Date,
    Time,
    Zone,
    Home,
    Away,
    Teams,
    Score,
    HomeGoals,
    AwayGoals,
    HalfTime,
    HomeHalf,
    AwayHalf,
    ExtraTime,
    Penalties,
    Venue,
    City,
    Country,
    Capacity,
    Coordinates,
    Referee,
    Attendance,
    Status,
    Reason,
    Note,
    Id,
    Team,
    Number,
    Player,
    Position,
    Born,
    Club,
    Nationality,
    Started,
    Captain,
    On,
    Off,
    Replaced,
    Line,
    Name,
    /// What follows from other columns (`FTR`), or says nothing of the
    /// record (`wikipedia`).
    Derived,
}

/// The column that a header cell names. Case, spaces and signs do not
/// matter: `Home Team`, `home_team` and `HomeTeam` are one.
pub(super) fn column(header: &str) -> Option<Column> {
    let key: String = header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match key.as_str() {
        "competition" | "league" | "tournament" => Column::Competition,
        "div" | "division" => Column::Division,
        "season" => Column::Season,
        "stage" => Column::Stage,
        "group" => Column::Group,
        "round" => Column::Round,
        "matchday" | "week" | "gameweek" | "matchweek" => Column::Matchday,
        "leg" => Column::Leg,
        "date" | "kickoff" => Column::Date,
        "time" => Column::Time,
        "timezone" | "zone" => Column::Zone,
        "home" | "hometeam" | "team1" => Column::Home,
        "away" | "awayteam" | "team2" => Column::Away,
        "teams" | "match" | "fixture" => Column::Teams,
        "score" | "result" | "ft" | "fulltime" => Column::Score,
        "homegoals" | "fthg" | "hg" | "homescore" => Column::HomeGoals,
        "awaygoals" | "ftag" | "ag" | "awayscore" => Column::AwayGoals,
        "ht" | "halftime" => Column::HalfTime,
        "hthg" => Column::HomeHalf,
        "htag" => Column::AwayHalf,
        "et" | "aet" | "extratime" => Column::ExtraTime,
        "pens" | "penalties" | "shootout" => Column::Penalties,
        "venue" | "ground" | "stadium" => Column::Venue,
        "city" => Column::City,
        "country" => Column::Country,
        "capacity" => Column::Capacity,
        "coords" | "coordinates" => Column::Coordinates,
        "referee" => Column::Referee,
        "attendance" | "att" => Column::Attendance,
        "status" => Column::Status,
        "reason" => Column::Reason,
        "note" | "notes" => Column::Note,
        "id" => Column::Id,
        "team" | "squad" => Column::Team,
        "number" | "no" | "num" | "shirt" => Column::Number,
        "player" => Column::Player,
        "position" | "pos" => Column::Position,
        "born" | "birth" | "dateofbirth" | "dob" | "birthdate" => Column::Born,
        "club" => Column::Club,
        "nationality" | "nation" => Column::Nationality,
        "started" | "start" | "starter" | "starting" => Column::Started,
        "captain" => Column::Captain,
        "on" | "in" => Column::On,
        "off" | "out" => Column::Off,
        "replaced" | "for" => Column::Replaced,
        "line" => Column::Line,
        "name" => Column::Name,
        "ftr" | "htr" | "res" | "wikipedia" => Column::Derived,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_many_spellings() {
        for header in ["home", "HomeTeam", "home_team", "Home Team", "team1"] {
            assert_eq!(column(header), Some(Column::Home), "{header}");
        }
        assert_eq!(column("FTHG"), Some(Column::HomeGoals));
        assert_eq!(column("B365H"), None);
        assert_eq!(column(""), None);
    }
}
