# Deskens kalender.
nav-calendar = Kalender
calendar-title = Deskens kalender
calendar-lede = När desken har öppet, och vad löften räknas efter. En ändring gäller det som börjar därefter: det som är utlovat står fast.
calendar-week = Tider
calendar-closed = stängt
calendar-zone = Tidszon
calendar-now = Där är klockan nu { $now }.
calendar-days-off = De närmaste dagarna som avviker
calendar-no-days-off = Inga under det kommande året.
calendar-until = Helgdagar i { $place }, kända till och med { $day }.
calendar-ends-soon = Helgdagar är kända bara till och med { $day }.
calendar-ends-soon-text = Löften som går längre räknas efter den vanliga veckan, och säger det. En nyare version av Varsel känner fler år.
calendar-promise = En rapport i detta ögonblick besvaras senast
calendar-change = Ändra den
calendar-change-hint = Se först vad som skulle ändras, låt det sedan gälla med ett skäl.
calendar-week-hint = Som i 09:00-12:00, 13:00-17:00. Tomt där desken har stängt; ett dygn slutar 24:00.
calendar-place = Helgdagar i
calendar-place-hint = Ett land, eller en del av ett, med dess kod enligt ISO 3166: SE, GB-ENG, DE-BY. Tomt för inga.
calendar-exceptions = Dagar som avviker
calendar-exceptions-hint = En dag per rad, med dess tider och varför: 2026-12-24 09:00-12:00 Halvdag. Stängda dagar har ett streck: 2026-12-23 - Inventering.
calendar-try = Se vad som skulle ändras
calendar-trial = Vad som skulle ändras
calendar-trial-same = Ingen dag under det kommande året skulle få andra tider.
calendar-trial-text = { $count ->
    [one] { $count } dag under det kommande året skulle bli annorlunda. Ännu gäller inget av det.
   *[other] { $count } dagar under det kommande året skulle bli annorlunda. Ännu gäller inget av det.
}
calendar-day = Dag
calendar-before = Nu
calendar-after = Sedan
calendar-history = Ändringar
calendar-configured = Ingen har ändrat den: den är som konfigurationen säger.
calendar-stale = Kalendern har ändrats sedan du öppnade sidan. Se vad som gäller nu, bestäm sedan igen.
calendar-reason-missing = Ange varför kalendern ändras.
calendar-trial-promise = En rapport i detta ögonblick skulle då besvaras senast { $when }.
