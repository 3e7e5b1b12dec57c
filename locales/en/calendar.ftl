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
calendar-week-hint = As in 09:00-12:00, 13:00-17:00. Empty where the desk is closed. What goes on past midnight, as in 22:00-06:00, goes on on the next day.
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
calendar-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
calendar-history = Changes
calendar-configured = Nobody has changed it: it is as the configuration has it.
calendar-stale = The calendar has changed since you opened the page. See what holds now, then decide again.
calendar-stale-text = What you typed stands below. See what it would change in the calendar of now, then put it in force if that is what you want; or begin again.
calendar-again = Begin again with the calendar in force
calendar-trial-zone = The hours would be those of another zone: { $zone } in place of the one in force.
calendar-reason-long = The reason has more than 1,000 characters. Say it in fewer.
calendar-reason-missing = Say why the calendar changes.
calendar-trial-promise = A report of this moment would then be answered by { $when }.
calendar-wrong-time = “{ $given }” is no time of day. Write it as in 09:00; a day ends at 24:00.
calendar-wrong-shape = “{ $given }” is not read as hours. Write them as in 09:00-17:00.
calendar-wrong-empty = From { $from } to { $to } no time passes. The end comes after the beginning; the hours of a single day end at 24:00, and go on on the next day.
calendar-wrong-overlap = { $first } and { $second } overlap. Make them one, or end the first before the second begins.
calendar-wrong-no-hours = No day of the week has hours, so nothing would ever be due. Give at least one day some.
calendar-wrong-line = “{ $line }”: { $fault }
calendar-wrong-twice = { $day } stands there twice. Keep one line for it.
calendar-wrong-exception = Write the day, its hours or a dash, and why in at most 80 characters: 2026-12-24 09:00-12:00 Half a day.
calendar-wrong-zone = “{ $given }” is no time zone. Write its IANA name, as in Europe/Stockholm.
calendar-wrong-place = There are no holidays for “{ $given }”. Write the ISO 3166 code of a country or of a part of one, as in SE, GB-ENG or DE-BY.
calendar-wrong-horizon = { $day } lies outside of the time of which the holidays of { $place } are known: { $from } to { $until }.

# Days off from a calendar feed.
feed-title = Days off from a calendar feed
feed-text = Whole days that an iCalendar feed names can be days off here. Nothing of it holds before somebody has looked at it and taken it over; what was promised stays as it was promised.
feed-follows = The feed at { $host } is looked at once a day.
feed-waits = It is being looked at now. What it says stands here in a moment: open the page again.
feed-read = It was read { $when } and names { $count ->
    [one] one day
   *[other] { $count } days
} off until the end of the second year from now.
feed-failed = It could not be read { $when }
feed-stays = What it said before is kept below.
feed-same = The calendar says what the feed says.
feed-look = Look at it now
feed-paste = Text of a calendar file
feed-paste-hint = The content of an .ics file, up to 500 kB. To have a feed looked at every day, name it in the configuration as desk.feed.
feed-paste-read = Read it
feed-differs = { $count ->
    [one] On one day the feed and the calendar differ
   *[other] On { $count } days the feed and the calendar differ
}
feed-differs-text = Take over what is right for the desk. A day that you leave out stays as it is, and is not asked about again.
feed-review = See what it says and take over what is right
feed-days-legend = Days to take over
feed-day-new = closed: { $name }
feed-day-gone = not named in the feed, so open as on other days
feed-day-renamed = called { $name }
feed-day-now = Now: { $hours }
feed-doubt-tentative = The feed calls it tentative, so it is not selected.
feed-doubt-observance = The feed calls it an observance, on which people usually work, so it is not selected.
feed-passed-over = { $count ->
    [one] One event is longer than { $most } days and was left out: { $events }.
   *[other] { $count } events are longer than { $most } days and were left out: { $events }.
}
feed-undated = { $count ->
    [one] One event has no date (DTSTART) and was left out: { $events }.
   *[other] { $count } events have no date (DTSTART) and were left out: { $events }.
}
feed-left-out = { $count ->
    [one] One day left out before
   *[other] { $count } days left out before
}
feed-taken = { $count ->
    [one] { $count } day off taken over
   *[other] { $count } days off taken over
}
feed-taken-text = To work on one of them all the same, give it its hours under “Days that differ”.
feed-none-open = Nothing new to decide
feed-take-selected = Take the chosen days over
feed-taken-reason = Days off from the calendar feed
feed-problem-refused = Its address may not be reached: it is not one of the public internet, or not of https. A feed of the desk’s own network is allowed with desk.feed_inside in the configuration.
feed-problem-unreachable = Its server cannot be reached. See whether the address is right and reachable from here; it is tried again tomorrow, or now if you ask for it. What the network says: “{ $why }”.
feed-problem-status = Its server answers with the status { $status } instead of a calendar. See whether the address is right and still open to the desk.
feed-problem-too-long = It is longer than the { $most } that are read. Give a feed of holidays alone.
feed-problem-no-calendar = It is no iCalendar file (RFC 5545). It begins with BEGIN:VCALENDAR; a page that asks to sign in does not.
feed-problem-latin1 = It is written in Latin-1 or a similar one-byte encoding, so its accented letters cannot be read. Save it as UTF-8, or have its program export UTF-8.
feed-problem-utf16 = It is written in UTF-16. Save it as UTF-8 and try again.
feed-problem-only-long = From today on it names only events longer than { $most } days, such as “{ $event }”. Nothing that long is taken for days off: enter it as changed hours instead.
feed-problem-too-deep = Parts of it stand inside each other more than { $most } deep, as in no calendar. Nothing of it was followed.
feed-problem-too-many = It has more than { $most } days off or rules that repeat them. Give a feed of holidays alone.
feed-problem-event = The event “{ $event }” cannot be read: { $what }. Nothing of the feed was taken, because this event may fall on a day to come: correct it where the calendar is kept.
feed-problem-no-days = It names no whole day from today until the end of the second year from now. Events with a time of day are no days off.
