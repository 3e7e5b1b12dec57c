# The desk's calendar.
nav-calendar = Calendar
calendar-title = The desk’s calendar
calendar-lede = When the desk is open, and how promises are counted. Changes apply from then on; existing promises do not change.
calendar-week = Hours
calendar-closed = closed
calendar-zone = Time zone
calendar-now = Local time: { $now }.
calendar-days-off = Upcoming closed days
calendar-no-days-off = None in the coming year.
calendar-until = Holidays of { $place }, known until { $day }.
calendar-ends-soon = Holidays are known only until { $day }.
calendar-ends-soon-text = Promises beyond that are counted by the ordinary week, and say so. Update Varsel to add more years.
calendar-promise = A report received now is answered by
calendar-change = Change the calendar
calendar-change-hint = See what would change first, then give a reason and apply.
calendar-week-hint = For example 09:00-12:00, 13:00-17:00. Leave closed days empty. Hours past midnight, such as 22:00-06:00, continue on the next day.
calendar-place = Holidays of
calendar-place-hint = ISO 3166 code of a country or region, such as SE, GB-ENG or DE-BY. Leave empty for none.
calendar-exceptions = Exceptions
calendar-exceptions-hint = One day per line, with its hours and the reason: 2026-12-24 09:00-12:00 Half a day. For a closed day, use a dash: 2026-12-23 - Stocktaking.
calendar-try = See what would change
calendar-trial = What would change
calendar-trial-same = No day in the coming year would change.
calendar-trial-text = { $count ->
    [one] { $count } day in the coming year would change. Nothing has been applied yet.
   *[other] { $count } days in the coming year would change. Nothing has been applied yet.
}
calendar-day = Day
calendar-before = Now
calendar-after = Then
calendar-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
calendar-history = Changes
calendar-configured = Unchanged since installation
calendar-stale = The calendar has changed since you opened the page. Review it, then decide again.
calendar-stale-text = What you typed is below. See what it would change in the current calendar, then apply it, or start again.
calendar-again = Start again from the current calendar
calendar-trial-zone = The hours would be in another time zone: { $zone } instead of the current one.
calendar-reason-long = The reason is longer than 1,000 characters. Shorten it.
calendar-reason-missing = Give the reason for the change.
calendar-trial-promise = A report received now would then be answered by { $when }.
calendar-wrong-time = “{ $given }” is not a valid time. Write it like 09:00; a day ends at 24:00.
calendar-wrong-shape = “{ $given }” is not a valid range of hours. Write it like 09:00-17:00.
calendar-wrong-empty = { $from } to { $to } contains no time. The end must come after the start. The hours of a single day end at 24:00 and continue on the next day.
calendar-wrong-overlap = { $first } and { $second } overlap. Merge them, or end the first before the second starts.
calendar-wrong-no-hours = No day of the week has hours, so nothing would ever be due. Enter hours for at least one day.
calendar-wrong-line = “{ $line }”: { $fault }
calendar-wrong-twice = { $day } is listed twice. Keep one line.
calendar-wrong-exception = Write the day, its hours or a dash, and a reason of at most 80 characters: 2026-12-24 09:00-12:00 Half a day.
calendar-wrong-zone = “{ $given }” is not a time zone. Use an IANA name, such as Europe/Stockholm.
calendar-wrong-place = We have no holidays for “{ $given }”. Use the ISO 3166 code of a country or region, such as SE, GB-ENG or DE-BY.
calendar-wrong-horizon = { $day } is outside the period for which we know the holidays of { $place }: { $from } to { $until }.

# Days off from a calendar feed.
feed-title = Days off from a calendar feed
feed-text = Add whole days from an iCalendar feed as days off. Nothing takes effect until someone reviews and accepts it; existing promises do not change.
feed-follows = We check the feed at { $host } once a day.
feed-waits = Checking it now. Reload the page in a moment to see the result.
feed-read = Read { $when }. It lists { $count ->
    [one] one day
   *[other] { $count } days
} off until the end of the second year from now.
feed-failed = The feed could not be read { $when }
feed-stays = Its last known content is below.
feed-same = The calendar matches the feed.
feed-look = Check now
feed-paste = Calendar file content
feed-paste-hint = The content of an .ics file, up to 500 kB. To check a feed every day, set desk.feed in the configuration.
feed-paste-read = Read
feed-differs = { $count ->
    [one] The feed and the calendar differ on one day
   *[other] The feed and the calendar differ on { $count } days
}
feed-differs-text = Add the days that are right for the desk. Days you leave out stay as they are, and we will not ask about them again.
feed-review = Review and add the days that are right
feed-days-legend = Days to add
feed-day-new = closed: { $name }
feed-day-gone = not in the feed, so open as usual
feed-day-renamed = called { $name }
feed-day-now = Now: { $hours }
feed-doubt-tentative = Tentative in the feed, so not selected.
feed-doubt-observance = An observance in the feed. People usually work then, so it is not selected.
feed-passed-over = { $count ->
    [one] One event is longer than { $most } days and was left out: { $events }.
   *[other] { $count } events are longer than { $most } days and were left out: { $events }.
}
feed-left-out = { $count ->
    [one] One day left out earlier
   *[other] { $count } days left out earlier
}
feed-taken = { $count ->
    [one] { $count } day off added
   *[other] { $count } days off added
}
feed-taken-text = To work on one of them anyway, enter its hours under “Exceptions”.
feed-none-open = Nothing new to decide
feed-take-selected = Add selected days
feed-taken-reason = Days off from the calendar feed
feed-problem-refused = We did not connect, because its address is not on the public internet or does not use https. To allow a feed on your own network, set desk.feed_inside in the configuration.
feed-problem-unreachable = We could not reach its server. Check that the address is right and reachable from this machine. We will try again tomorrow, or now if you check now. Network error: “{ $why }”.
feed-problem-status = Its server returned status { $status } instead of a calendar. Check that the address is right and that the desk still has access.
feed-problem-too-long = It is larger than { $most }, the most we read. Use a feed of holidays only.
feed-problem-no-calendar = It is not an iCalendar file (RFC 5545). Such a file begins with BEGIN:VCALENDAR; a sign-in page does not.
feed-problem-latin1 = It is in Latin-1 or a similar one-byte encoding, so its accented letters cannot be read. Save or export it as UTF-8.
feed-problem-utf16 = It is in UTF-16. Save it as UTF-8 and try again.
feed-problem-only-long = From today on it has only events longer than { $most } days, such as “{ $event }”. We do not treat those as days off. Change the hours instead.
feed-problem-too-deep = Its parts are nested more than { $most } deep, which no calendar needs. We did not use it.
feed-problem-too-many = It has more than { $most } days off or rules that repeat them. Use a feed of holidays only.
feed-problem-event = The event “{ $event }” cannot be read: { $what }. We did not use the feed, because this event may fall on a future day. Correct it at the source.
feed-problem-no-days = It has no whole day from today until the end of the second year from now. Events with a time of day do not count as days off.
