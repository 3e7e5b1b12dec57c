time-mon = Mon
time-tue = Tue
time-wed = Wed
time-thu = Thu
time-fri = Fri
time-sat = Sat
time-sun = Sun
time-jan = Jan
time-feb = Feb
time-mar = Mar
time-apr = Apr
time-may = May
time-jun = Jun
time-jul = Jul
time-aug = Aug
time-sep = Sep
time-oct = Oct
time-nov = Nov
time-dec = Dec
# Stands between the day and the time of day.
time-comma = ,
time-under-a-minute = less than a minute
time-minutes = { $minutes ->
    [one] 1 min
   *[other] { $minutes } min
}
time-hours = { $hours ->
    [one] 1 h
   *[other] { $hours } h
}
time-hours-minutes = { $hours ->
    [one] 1 h
   *[other] { $hours } h
} { $minutes ->
    [one] 1 min
   *[other] { $minutes } min
}
time-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
time-days-hours = { $days ->
    [one] 1 day
   *[other] { $days } days
} { $hours ->
    [one] 1 h
   *[other] { $hours } h
}
time-in = in { $span }
time-ago = { $span } ago
time-missed-by = missed by { $span }
