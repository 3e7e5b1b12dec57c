# Names of days and months; times, spans.
time-mon = Mon
    .long = Monday
time-tue = Tue
    .long = Tuesday
time-wed = Wed
    .long = Wednesday
time-thu = Thu
    .long = Thursday
time-fri = Fri
    .long = Friday
time-sat = Sat
    .long = Saturday
time-sun = Sun
    .long = Sunday
time-jan = Jan
    .long = January
time-feb = Feb
    .long = February
time-mar = Mar
    .long = March
time-apr = Apr
    .long = April
time-may = May
    .long = May
time-jun = Jun
    .long = June
time-jul = Jul
    .long = July
time-aug = Aug
    .long = August
time-sep = Sep
    .long = September
time-oct = Oct
    .long = October
time-nov = Nov
    .long = November
time-dec = Dec
    .long = December

# $clock is the time of day, as in 18:30.
time-instant = { $weekday } { $day } { $month }, { $clock }
time-instant-year = { $weekday } { $day } { $month } { $year }, { $clock }
time-instant-long = { $weekday } { $day } { $month } { $year }, { $clock }
time-day-long = { $weekday } { $day } { $month }
time-day-long-year = { $weekday } { $day } { $month } { $year }
time-day = { $day } { $month } { $year }

time-under-a-minute = less than a minute
time-minutes = { NUMBER($minutes) } min
time-hours = { NUMBER($hours) } h
time-hours-minutes = { NUMBER($hours) } h { NUMBER($minutes) } min
time-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
time-days-hours = { time-days } { time-hours }

# $span is one of the above.
time-in = in { $span }
time-ago = { $span } ago
time-missed-by = { $span } late

# How a promise was counted. $when is an instant with its year, $day a day such as Fri 27 Nov 2026, $days a list of them.
time-day-short = { $weekday } { $day } { $month } { $year }
time-and = { $first } and { $last }
clock-received = Received { $when } { $city }.
clock-deemed = It counts as received on { $day }.
clock-skipped = { $days } { $count ->
    [one] does not count.
   *[other] do not count.
}
clock-next = { $day } is the next business day; it closes at { $clock }.
clock-counted = { $span } on { $day }
clock-hours = { $hours } working hours: { $counted }.
clock-no-such-day = no such day in this zone
clock-before-horizon = Holidays before { $day } are not known.
clock-past-horizon = Holidays after { $day } are not known.
clock-how = How we worked out this deadline
# $within is one of these.
clock-within-day = within one business day
clock-within-hours = within { $hours } working hours
clock-left = { $span } of business time left

limit-business-hours = { $hours ->
    [one] { $hours } business hour
   *[other] { $hours } business hours
}
limit-business-days = { $days ->
    [one] { $days } business day
   *[other] { $days } business days
}

# The panel of a case's clocks. $span is an amount of time, $from an instant.
panel-title = Deadlines
panel-business = { $span } of business time
time-from-day-to-day = { $first } to { $last }
panel-file = File: { $stage }
panel-file-by = { $regime }, counted from { $from }
panel-left = { $span } left
panel-paused = Paused until the publisher answers, { $span } left
panel-paused-late = Overdue, and paused until the publisher answers
panel-met = Done after { $span }
panel-met-late = Done { $span } late
panel-stopped-late = Missed, then ended with the case
panel-case-over = Ended with the case
panel-handed-on = Continues in the other case
panel-not-needed = Not required at this priority
panel-promised = Promised on receipt, { $from }
panel-counted = { $limit } from { $from }
panel-rerated = Recalculated when the priority changed.
panel-merged = Taken from { $number }, which had less time left.
panel-over = { $percent }% of the time has passed
panel-was-due = It was due { $due }.
panel-reason = Reason: { $reason }
panel-decide = Decide
panel-decide-sentence = What was decided, and why?
panel-decide-button = Record decision
panel-explain = Explain why it was missed
panel-explain-reason = Why was it missed?
panel-explain-button = Record reason
panel-done = { $count ->
    [one] { $count } completed
   *[other] { $count } completed
}
