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

# How a promise was counted. $when is an instant with its year, $day a day such as Fri 27 Nov 2026, $days a list of them.
time-day-short = { $weekday } { $day } { $month } { $year }
time-and = { $first } och { $last }
clock-received = Mottaget { $when } { $city }.
clock-deemed = Räknas som mottaget { $day }.
clock-skipped = { $count ->
    [one] Räknas inte: { $days }.
   *[other] Räknas inte: { $days }.
}
clock-next = Nästa arbetsdag är { $day }; den slutar { $clock }.
clock-counted = { $span } { $day }
clock-hours = { $hours } arbetstimmar: { $counted }.
clock-no-such-day = finns inte i den här zonen
clock-before-horizon = Helgdagar före { $day } är inte kända.
clock-past-horizon = Helgdagar efter { $day } är inte kända.
clock-how = Så räknades fristen ut
# $within is one of these.
clock-within-day = inom en arbetsdag
clock-within-hours = inom { $hours } arbetstimmar
clock-left = { $span } arbetstid kvar

limit-business-hours = { $hours ->
    [one] { $hours } arbetstimme
   *[other] { $hours } arbetstimmar
}
limit-business-days = { $days ->
    [one] { $days } arbetsdag
   *[other] { $days } arbetsdagar
}

# Panelen med ett ärendes tidsfrister. $span är en tidsmängd, $from en tidpunkt.
panel-title = Tidsfrister
panel-business = { $span } arbetstid
time-from-day-to-day = { $first } till { $last }
panel-file = Lämna in: { $stage }
panel-file-by = { $regime }, räknat från { $from }
panel-left = { $span } kvar
panel-paused = Pausad tills utgivaren svarar, { $span } kvar
panel-paused-late = Försenad, och pausad tills utgivaren svarar
panel-met = Klart efter { $span }
panel-met-late = Klart { $span } för sent
panel-stopped-late = Missad, avslutades sedan med ärendet
panel-case-over = Avslutades med ärendet
panel-handed-on = Fortsätter i det andra ärendet
panel-not-needed = Krävs inte vid den här prioriteten
panel-promised = Utlovat vid mottagandet, { $from }
panel-counted = { $limit } från { $from }
panel-rerated = Räknades om när prioriteten ändrades.
panel-merged = Hämtad från { $number }, där mindre tid var kvar.
panel-over = { $percent } % av tiden har gått
panel-was-due = Skulle ha varit klart { $due }.
panel-reason = Orsak: { $reason }
panel-decide = Besluta
panel-decide-sentence = Vad beslutades, och varför?
panel-decide-button = Spara beslutet
panel-explain = Ange varför det missades
panel-explain-reason = Varför missades det?
panel-explain-button = Spara orsaken
panel-done = { $count ->
    [one] { $count } avslutad
   *[other] { $count } avslutade
}
