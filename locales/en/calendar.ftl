# The desk's calendar.
nav-calendar = Calendar
calendar-title = The desk’s calendar
calendar-lede = When the desk is open, and what promises are counted by. A change holds for what begins from then on: what was promised stays as it was promised.
calendar-week = Hours
calendar-closed = closed
calendar-zone = Time zone
calendar-now = It is { $now } there.
calendar-days-off = The next days that differ
calendar-no-days-off = None in the coming year.
calendar-until = Holidays of { $place }, known until { $day }.
calendar-ends-soon = Holidays are known only until { $day }.
calendar-ends-soon-text = Promises that go further are counted by the ordinary week, and say so. A newer version of Varsel knows more years.
calendar-promise = A report of this moment is answered by
calendar-change = Change it
calendar-change-hint = First see what would change, then put it in force with a reason.
calendar-week-hint = As in 09:00-12:00, 13:00-17:00. Empty where the desk is closed; a day ends at 24:00.
calendar-place = Holidays of
calendar-place-hint = A country, or part of one, by its ISO 3166 code: SE, GB-ENG, DE-BY. Empty for none.
calendar-exceptions = Days that differ
calendar-exceptions-hint = A day a line, with its hours and why: 2026-12-24 09:00-12:00 Half a day. Closed days have a dash: 2026-12-23 - Stocktaking.
calendar-try = See what would change
calendar-trial = What would change
calendar-trial-same = No day of the coming year would have other hours than it has.
calendar-trial-text = { $count ->
    [one] { $count } day of the coming year would be other than it is. Nothing is in force yet.
   *[other] { $count } days of the coming year would be other than they are. Nothing is in force yet.
}
calendar-day = Day
calendar-before = Now
calendar-after = Then
calendar-history = Changes
calendar-configured = Nobody has changed it: it is as the configuration has it.
calendar-stale = The calendar has changed since you opened the page. See what holds now, then decide again.
calendar-reason-missing = Say why the calendar changes.
calendar-trial-promise = A report of this moment would then be answered by { $when }.
