//! Durations in iCalendar (RFC 5545, section 3.3.6): `P2D`, `P1W`, `PT24H`.

/// The seconds of a day.
pub(super) const DAY: i64 = 24 * 60 * 60;

/// Parses a duration, in seconds; overflow saturates. `None` if it is invalid or negative.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_uppercase();
    let text = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (days, time) = text.split_once('T').unwrap_or((text, ""));
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let units = |unit| match unit {
        'W' => Some(7 * DAY),
        'D' => Some(DAY),
        _ => None,
    };
    let parts = |unit| match unit {
        'H' => Some(60 * 60),
        'M' => Some(60),
        'S' => Some(1),
        _ => None,
    };
    Some(sum(days, units)?.saturating_add(sum(time, parts)?))
}

/// Adds numbers up, each with its unit.
fn sum(text: &str, seconds_of: impl Fn(char) -> Option<i64>) -> Option<i64> {
    let (mut sum, mut number) = (0_i64, None::<i64>);
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(i64::from(digit)));
            }
            None => sum = sum.saturating_add(number.take()?.saturating_mul(seconds_of(c)?)),
        }
    }
    number.is_none().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_have_no_end() {
        for (text, expected) in [
            ("P2D", Some(2 * DAY)),
            ("+p1w", Some(7 * DAY)),
            ("P1DT12H30M5S", Some(DAY + 45_005)),
            ("PT24H", Some(DAY)),
            ("P5000000W", Some(5_000_000 * 7 * DAY)),
            ("P99999999999999999999999999W", Some(i64::MAX)),
            ("-P1D", None),
            ("P", None),
            ("PT", None),
            ("P1", None),
            ("PT8H30", None),
            ("P1M", None),
            ("PD", None),
            ("1D", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
