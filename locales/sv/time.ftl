time-mon = mån
time-tue = tis
time-wed = ons
time-thu = tors
time-fri = fre
time-sat = lör
time-sun = sön
time-jan = jan
time-feb = feb
time-mar = mars
time-apr = apr
time-may = maj
time-jun = juni
time-jul = juli
time-aug = aug
time-sep = sep
time-oct = okt
time-nov = nov
time-dec = dec
time-comma = { "" }
time-under-a-minute = mindre än en minut
time-minutes = { $minutes ->
    [one] 1 min
   *[other] { $minutes } min
}
time-hours = { $hours ->
    [one] 1 tim
   *[other] { $hours } tim
}
time-hours-minutes = { $hours ->
    [one] 1 tim
   *[other] { $hours } tim
} { $minutes ->
    [one] 1 min
   *[other] { $minutes } min
}
time-days = { $days ->
    [one] 1 dag
   *[other] { $days } dagar
}
time-days-hours = { $days ->
    [one] 1 dag
   *[other] { $days } dagar
} { $hours ->
    [one] 1 tim
   *[other] { $hours } tim
}
time-in = om { $span }
time-ago = för { $span } sedan
time-missed-by = missad med { $span }
