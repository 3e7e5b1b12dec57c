# Names of days and months; times, spans.
time-mon = mån
    .long = måndag
time-tue = tis
    .long = tisdag
time-wed = ons
    .long = onsdag
time-thu = tors
    .long = torsdag
time-fri = fre
    .long = fredag
time-sat = lör
    .long = lördag
time-sun = sön
    .long = söndag
time-jan = jan
    .long = januari
time-feb = feb
    .long = februari
time-mar = mars
    .long = mars
time-apr = apr
    .long = april
time-may = maj
    .long = maj
time-jun = juni
    .long = juni
time-jul = juli
    .long = juli
time-aug = aug
    .long = augusti
time-sep = sep
    .long = september
time-oct = okt
    .long = oktober
time-nov = nov
    .long = november
time-dec = dec
    .long = december

time-instant = { $weekday } { $day } { $month } { $clock }
time-instant-year = { $weekday } { $day } { $month } { $year } { $clock }
time-instant-long = { $weekday } { $day } { $month } { $year } kl. { $clock }
time-day-long = { $weekday } { $day } { $month }
time-day-long-year = { $weekday } { $day } { $month } { $year }
time-day = { $day } { $month } { $year }

time-under-a-minute = mindre än en minut
time-minutes = { NUMBER($minutes) } min
time-hours = { NUMBER($hours) } tim
time-hours-minutes = { NUMBER($hours) } tim { NUMBER($minutes) } min
time-days = { $days ->
    [one] { $days } dag
   *[other] { $days } dagar
}
time-days-hours = { time-days } { time-hours }

time-in = om { $span }
time-ago = för { $span } sedan
time-missed-by = { $span } för sent
