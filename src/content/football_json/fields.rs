//! Values in the forms they take in fifteen years of files.
//!
//! In: a JSON value. Out: the name, number or pair in it, `None` where it is
//! none. Never reports: the caller knows the place.

use serde_json::Value;

use crate::model::Pair;

/// A text, or the `name` of an object (`{"name": "Arsenal", "code": "ARS"}`).
/// Empty texts are as good as none.
pub(super) fn name(value: &Value) -> Option<&str> {
    let text = match value {
        Value::String(text) => text,
        Value::Object(object) => object.get("name").or_else(|| object.get("title"))?.as_str()?,
        _ => return None,
    };
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// A whole number, also one written as a text.
pub(super) fn number(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// What a value that should be a pair of goals is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PairValue {
    /// A pair.
    Pair(Pair),
    /// `null`, `[]`, `{}`, `[null, null]`: not played or not known.
    Empty,
    /// Something else.
    Wrong,
}

/// `[2, 1]`.
pub(super) fn pair(value: &Value) -> PairValue {
    match value {
        Value::Null => PairValue::Empty,
        Value::Array(items) if items.iter().all(Value::is_null) => PairValue::Empty,
        Value::Object(object) if object.is_empty() => PairValue::Empty,
        Value::String(text) if text.trim().is_empty() => PairValue::Empty,
        Value::Array(items) => match items.as_slice() {
            [home, away] => both(home, away),
            _ => PairValue::Wrong,
        },
        _ => PairValue::Wrong,
    }
}

/// Two numbers of goals; more than two digits with a hundred in them are no
/// score (149 is the most there ever was).
pub(super) fn both(home: &Value, away: &Value) -> PairValue {
    let goals = |value| number(value).filter(|goals| *goals <= 149).map(|goals| goals as u16);
    match (goals(home), goals(away)) {
        (Some(home), Some(away)) => PairValue::Pair([home, away]),
        _ if home.is_null() && away.is_null() => PairValue::Empty,
        _ => PairValue::Wrong,
    }
}

/// A truth, also one written as a number or a text.
pub(super) fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(truth)) => *truth,
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        Some(Value::String(text)) => matches!(text.as_str(), "true" | "yes" | "1"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names() {
        assert_eq!(name(&json!("Arsenal ")), Some("Arsenal"));
        assert_eq!(name(&json!({"key": "arsenal", "name": "Arsenal", "code": "ARS"})), Some("Arsenal"));
        assert_eq!(name(&json!("")), None);
        assert_eq!(name(&json!(3)), None);
    }

    #[test]
    fn pairs() {
        assert_eq!(pair(&json!([2, 1])), PairValue::Pair([2, 1]));
        assert_eq!(pair(&json!(["2", "1"])), PairValue::Pair([2, 1]));
        for empty in [json!([]), json!({}), json!(null), json!([null, null]), json!("")] {
            assert_eq!(pair(&empty), PairValue::Empty);
        }
        for wrong in [json!([1]), json!([1, null]), json!([-1, 2]), json!([1, 2, 3]), json!([900, 1]), json!("x")] {
            assert_eq!(pair(&wrong), PairValue::Wrong, "{wrong}");
        }
    }
}
