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
calendar-week-hint = Som i 09:00-12:00, 13:00-17:00. Tomt där desken har stängt. Det som går över midnatt, som 22:00-06:00, fortsätter nästa dag.
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
calendar-more = { $count ->
    [one] och en till
   *[other] och { $count } till
}
calendar-history = Ändringar
calendar-configured = Ingen har ändrat den: den är som konfigurationen säger.
calendar-stale = Kalendern har ändrats sedan du öppnade sidan. Se vad som gäller nu, bestäm sedan igen.
calendar-stale-text = Det du skrev står nedan. Se vad det skulle ändra i den kalender som gäller nu, och låt det sedan gälla om det är vad du vill; eller börja om.
calendar-again = Börja om med den kalender som gäller
calendar-trial-zone = Tiderna skulle vara i en annan zon: { $zone } i stället för den som gäller.
calendar-reason-long = Skälet har fler än 1 000 tecken. Säg det med färre.
calendar-reason-missing = Ange varför kalendern ändras.
calendar-trial-promise = En rapport i detta ögonblick skulle då besvaras senast { $when }.
calendar-wrong-time = ”{ $given }” är inget klockslag. Skriv det som i 09:00; ett dygn slutar 24:00.
calendar-wrong-shape = ”{ $given }” kan inte läsas som tider. Skriv dem som i 09:00-17:00.
calendar-wrong-empty = Från { $from } till { $to } går ingen tid. Slutet kommer efter början; tiderna för en enskild dag slutar 24:00 och fortsätter nästa dag.
calendar-wrong-overlap = { $first } och { $second } överlappar. Slå ihop dem, eller låt den första sluta innan den andra börjar.
calendar-wrong-no-hours = Ingen dag i veckan har tider, så inget skulle någonsin förfalla. Ge minst en dag några.
calendar-wrong-line = ”{ $line }”: { $fault }
calendar-wrong-twice = { $day } står där två gånger. Behåll en rad för den.
calendar-wrong-exception = Skriv dagen, dess tider eller ett streck, och varför med högst 80 tecken: 2026-12-24 09:00-12:00 Halvdag.
calendar-wrong-zone = ”{ $given }” är ingen tidszon. Skriv dess IANA-namn, som Europe/Stockholm.
calendar-wrong-place = Det finns inga helgdagar för ”{ $given }”. Skriv ISO 3166-koden för ett land eller en del av ett, som SE, GB-ENG eller DE-BY.
calendar-wrong-horizon = { $day } ligger utanför den tid för vilken helgdagarna i { $place } är kända: { $from } till { $until }.

# Lediga dagar från ett kalenderflöde.
feed-title = Lediga dagar från ett kalenderflöde
feed-text = Hela dagar som ett iCalendar-flöde nämner kan vara lediga dagar här. Inget av det gäller innan någon har granskat och övertagit det; det som är utlovat står fast.
feed-follows = Flödet hos { $host } läses en gång om dagen.
feed-waits = Det läses just nu. Vad det säger står här om ett ögonblick: öppna sidan igen.
feed-read = Det lästes { $when } och nämner { $count ->
    [one] en ledig dag
   *[other] { $count } lediga dagar
} till slutet av det andra året från nu.
feed-failed = Det kunde inte läsas { $when }
feed-stays = Det som lästes tidigare står kvar nedan.
feed-same = Kalendern säger det som flödet säger.
feed-look = Läs det nu
feed-paste = Text ur en kalenderfil
feed-paste-hint = Innehållet i en .ics-fil, upp till 500 kB. Ett flöde som ska läsas varje dag anges i konfigurationen som desk.feed.
feed-paste-read = Läs den
feed-differs = { $count ->
    [one] På en dag skiljer sig flödet och kalendern
   *[other] På { $count } dagar skiljer sig flödet och kalendern
}
feed-differs-text = Överta det som är rätt för desken. En dag som du utelämnar förblir som den är, och tas inte upp igen.
feed-review = Se vad det säger och överta det som är rätt
feed-days-legend = Dagar att överta
feed-day-new = stängt: { $name }
feed-day-gone = nämns inte i flödet, alltså öppet som andra dagar
feed-day-renamed = heter { $name }
feed-day-now = Nu: { $hours }
feed-doubt-tentative = Flödet kallar den preliminär, så den är inte vald.
feed-doubt-observance = Flödet kallar den en bemärkelsedag, då man oftast arbetar, så den är inte vald.
feed-passed-over = { $count ->
    [one] En händelse är längre än { $most } dagar och togs inte med: { $events }.
   *[other] { $count } händelser är längre än { $most } dagar och togs inte med: { $events }.
}
feed-undated = { $count ->
    [one] En händelse saknar datum (DTSTART) och togs inte med: { $events }.
   *[other] { $count } händelser saknar datum (DTSTART) och togs inte med: { $events }.
}
feed-left-out = { $count ->
    [one] En dag som utelämnades tidigare
   *[other] { $count } dagar som utelämnades tidigare
}
feed-taken = { $count ->
    [one] { $count } ledig dag övertagen
   *[other] { $count } lediga dagar övertagna
}
feed-taken-text = För att ändå arbeta en av dem: ange dess tider under ”Dagar som avviker”.
feed-none-open = Inget nytt att ta ställning till
feed-take-selected = Överta de valda dagarna
feed-taken-reason = Lediga dagar från kalenderflödet
feed-problem-refused = Dess adress får inte nås: den hör inte till det öppna internet, eller är inte https. Ett flöde i deskens eget nät tillåts med desk.feed_inside i konfigurationen.
feed-problem-unreachable = Dess server går inte att nå. Se om adressen är rätt och kan nås härifrån; den prövas igen i morgon, eller nu om du ber om det. Nätet säger, på engelska: ”{ $why }”.
feed-problem-status = Dess server svarar med status { $status } i stället för en kalender. Se om adressen är rätt och fortfarande är öppen för desken.
feed-problem-too-long = Det är längre än de { $most } som läses. Ange ett flöde med bara helgdagar.
feed-problem-no-calendar = Det är ingen iCalendar-fil (RFC 5545). En sådan börjar med BEGIN:VCALENDAR; en sida som ber om inloggning gör det inte.
feed-problem-latin1 = Det är skrivet i Latin-1 eller en liknande teckenkodning, så å, ä och ö går inte att läsa. Spara det som UTF-8, eller låt programmet exportera UTF-8.
feed-problem-utf16 = Det är skrivet i UTF-16. Spara det som UTF-8 och försök igen.
feed-problem-only-long = Från i dag nämner det bara händelser som är längre än { $most } dagar, till exempel ”{ $event }”. Så långa händelser blir inga lediga dagar: ange dem som ändrade tider i stället.
feed-problem-too-deep = Delar av det står inuti varandra djupare än { $most } steg, som i ingen kalender. Inget av det följdes.
feed-problem-too-many = Det har fler än { $most } lediga dagar eller regler som upprepar dem. Ange ett flöde med bara helgdagar.
feed-problem-event = Händelsen ”{ $event }” kan inte läsas: { $what }. Inget av flödet togs med, eftersom händelsen kan gälla en kommande dag: rätta den där kalendern förs.
feed-problem-no-days = Det nämner ingen hel dag från i dag till slutet av det andra året från nu. Händelser med klockslag är inga lediga dagar.
