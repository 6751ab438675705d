//! Grounds.
//!
//! In: rows of a list such as openfootball's `stadiums.csv` (city, timezone,
//! name, capacity, wikipedia, coords). Out: what each tells of its ground.

use super::columns::Column;
use super::rows::{Row, Table};
use crate::content::raw::{RawRecord, RawVenueFacts};

/// Reads all rows.
pub(super) fn read(table: &mut Table<'_>, record: &mut RawRecord) {
    let mut row = Row::default();
    while table.next(&mut row) {
        let name = table.cell(&row, Column::Name).or_else(|| table.cell(&row, Column::Venue));
        let Some(name) = name.map(|name| table.sym(name)) else {
            table.warn(row.bytes.clone(), "this row names no ground".to_owned(), "fill in its name");
            continue;
        };
        let city = table.cell(&row, Column::City).map(|city| table.sym(without_number(city)));
        let coordinates = table.cell(&row, Column::Coordinates).and_then(|text| {
            let found = coordinates(text);
            if found.is_none() {
                table.unknown(&row, text, "a place such as `25.65, 51.49` or `25°39'08\"N 51°29'16\"E`");
            }
            found
        });
        record.venues.push(RawVenueFacts {
            spot: row.spot(),
            name,
            city,
            country: table.cell_sym(&row, Column::Country),
            timezone: table.cell_sym(&row, Column::Zone),
            capacity: table.number(&row, Column::Capacity, "a capacity", 250_000),
            coordinates,
        });
    }
}

/// `Al Rayyan (2)` is the second ground of Al Rayyan.
fn without_number(city: &str) -> &str {
    match city.strip_suffix(')').and_then(|head| head.rsplit_once(" (")) {
        Some((name, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => name.trim_end(),
        _ => city,
    }
}

/// Latitude and longitude: `25.65 51.49`, or degrees, minutes and seconds
/// with the point of the compass.
fn coordinates(text: &str) -> Option<(f64, f64)> {
    let mut found = Vec::with_capacity(2);
    let mut parts: Vec<f64> = Vec::with_capacity(3);
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() || (matches!(c, '-' | '+') && parts.is_empty()) {
            let length = rest[1..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |at| at + 1);
            parts.push(rest[..length].parse().ok()?);
            rest = &rest[length..];
            continue;
        }
        let sign = match c {
            'N' | 'E' => Some(1.0),
            'S' | 'W' => Some(-1.0),
            ',' | ' ' if parts.len() == 1 && found.len() < 2 && !text.contains('°') => Some(1.0),
            _ => None,
        };
        if let Some(sign) = sign
            && !parts.is_empty()
        {
            found.push(sign * degrees(&parts)?);
            parts.clear();
        } else if !matches!(c, '°' | '\'' | '"' | '′' | '″' | '’' | '”' | ' ' | ',') {
            return None;
        }
        rest = &rest[c.len_utf8()..];
    }
    if !parts.is_empty() {
        found.push(degrees(&parts)?);
    }
    match found.as_slice() {
        [latitude, longitude] if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => Some((*latitude, *longitude)),
        _ => None,
    }
}

fn degrees(parts: &[f64]) -> Option<f64> {
    match parts {
        [degrees] => Some(*degrees),
        [degrees, minutes] => Some(degrees + minutes / 60.0),
        [degrees, minutes, seconds] => Some(degrees + minutes / 60.0 + seconds / 3600.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<(f64, f64)>, latitude: f64, longitude: f64) {
        let (a, b) = found.expect("a place");
        assert!((a - latitude).abs() < 0.001 && (b - longitude).abs() < 0.001, "{a} {b}");
    }

    #[test]
    fn places() {
        near(coordinates("25°39'08\"N 51°29'16\"E"), 25.652, 51.488);
        near(coordinates("22°54'44\"S 43°13'49\"W"), -22.912, -43.230);
        near(coordinates("5.826936°S 35.212371°W"), -5.827, -35.212);
        near(coordinates("15°47'0.60\"S 47°53'56.99\"W"), -15.783, -47.899);
        near(coordinates("25.65, 51.49"), 25.65, 51.49);
        near(coordinates("-25.65 -51.49"), -25.65, -51.49);
        for text in ["", "north", "25.65", "95 10", "25°39'08\"N", "1 2 3"] {
            assert_eq!(coordinates(text), None, "{text}");
        }
        assert_eq!(without_number("Al Rayyan (2)"), "Al Rayyan");
        assert_eq!(without_number("Boston (Foxborough)"), "Boston (Foxborough)");
    }
}
