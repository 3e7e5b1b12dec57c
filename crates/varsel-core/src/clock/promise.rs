//! The acknowledgement promise: close of business on the first business day after the desk-local date of receipt.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Calendar;

/// A promise as it was made; later changes of the calendar do not touch it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// When a person will have acknowledged.
    pub due: Timestamp,
    /// The IANA name of the desk's zone when the promise was made.
    pub zone: String,
    /// Days between receipt and due date that did not count.
    pub skipped: Vec<Date>,
}

impl Promise {
    /// Makes the promise for a report stored at `received`.
    pub fn for_receipt(received: Timestamp, calendar: &Calendar) -> Self {
        let due = calendar.close_of_business_after(received, 1);
        let received_on = received.to_zoned(calendar.zone.clone()).date();
        Self {
            skipped: calendar.closed_days_between(received_on, due.date()),
            due: due.timestamp(),
            zone: calendar.zone.iana_name().unwrap_or("UTC").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Zoned;
    use jiff::tz::TimeZone;

    fn promise(received: &str) -> String {
        let received: Zoned = received.parse().unwrap();
        let promise =
            Promise::for_receipt(received.timestamp(), &Calendar::nine_to_five(received.time_zone().clone()));
        assert_eq!(promise.zone, received.time_zone().iana_name().unwrap());
        promise.due.to_zoned(received.time_zone().clone()).strftime("%a %d %b %H:%M %z").to_string()
    }

    #[test]
    fn close_of_business_on_the_next_business_day() {
        for (received, due) in [
            ("2026-11-23T10:15[Europe/Stockholm]", "Tue 24 Nov 17:00 +0100"),
            ("2026-11-23T17:00[Europe/Stockholm]", "Tue 24 Nov 17:00 +0100"),
            ("2026-11-23T06:00[Europe/Stockholm]", "Tue 24 Nov 17:00 +0100"),
            ("2026-11-27T18:30[Europe/Stockholm]", "Mon 30 Nov 17:00 +0100"),
            ("2026-11-28T23:50[Europe/Stockholm]", "Mon 30 Nov 17:00 +0100"),
            ("2026-10-23T16:00[Europe/Stockholm]", "Mon 26 Oct 17:00 +0100"),
            ("2027-05-05T12:00[Europe/Stockholm]", "Thu 06 May 17:00 +0200"),
            ("2026-11-26T23:30[America/New_York]", "Fri 27 Nov 17:00 -0500"),
        ] {
            assert_eq!(promise(received), due, "{received}");
        }
    }

    #[test]
    fn the_days_that_did_not_count_are_kept() {
        let received: Timestamp = "2026-11-27T17:30Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let promise = Promise::for_receipt(received, &Calendar::nine_to_five(zone));
        assert_eq!(
            promise.skipped.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2026-11-28", "2026-11-29"]
        );
    }
}
