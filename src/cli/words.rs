//! Numbers and times in words.

use std::fmt::Display;
use std::time::Duration;

/// A number with commas between thousands: `1,204`.
pub(super) fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 page`, `1,204 pages`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// `0.31 s`, or `4 ms` where that says more.
pub(super) fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 0.01 {
        format!("{:.0} ms", (seconds * 1e3).max(1.0))
    } else if seconds < 60.0 {
        format!("{seconds:.2} s")
    } else {
        format!("{} min {:.0} s", time.as_secs() / 60, seconds % 60.0)
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: Display>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.to_string(),
        [init @ .., last] => {
            let init: Vec<String> = init.iter().map(ToString::to_string).collect();
            format!("{} and {last}", init.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let numbers: Vec<_> = [0, 7, 999, 1_000, 12_345, 100_000, 1_234_567].map(number).into();
        assert_eq!(numbers, ["0", "7", "999", "1,000", "12,345", "100,000", "1,234,567"]);
        assert_eq!(
            (count(1, "story", "stories"), count(0, "story", "stories")),
            ("1 story".into(), "0 stories".into())
        );
    }

    #[test]
    fn times() {
        let times: Vec<_> = [0, 4, 12, 314, 61_000].map(|ms| time(Duration::from_millis(ms))).into();
        assert_eq!(times, ["1 ms", "4 ms", "0.01 s", "0.31 s", "1 min 1 s"]);
    }

    #[test]
    fn lists() {
        assert_eq!(list::<u8>(&[]), "");
        assert_eq!((list(&[1]), list(&[1, 2]), list(&[1, 2, 3])), ("1".into(), "1 and 2".into(), "1, 2 and 3".into()));
    }
}
