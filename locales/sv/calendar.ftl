# Säkerhetsteamets kalender.
nav-calendar = Kalender
calendar-title = Säkerhetsteamets kalender
calendar-lede = När säkerhetsteamet har öppet, och vad löften räknas efter. En ändring gäller det som börjar därefter; det som redan är utlovat står fast.
calendar-week = Öppettider
calendar-closed = stängt
calendar-zone = Tidszon
calendar-now = Klockan är { $now } där.
calendar-days-off = Kommande stängda dagar
calendar-no-days-off = Inga det närmaste året.
calendar-until = Helgdagar i { $place } är kända till och med { $day }.
calendar-ends-soon = Helgdagar är bara kända till och med { $day }
calendar-ends-soon-text = Löften längre fram räknas efter den vanliga veckan, och det står i dem. En nyare version av Varsel har fler år.
calendar-promise = En rapport som kommer in nu besvaras senast
calendar-change = Ändra kalendern
calendar-change-hint = Se först vad som skulle ändras, ange sedan varför och inför ändringen.
calendar-week-hint = Till exempel 09:00-12:00, 13:00-17:00. Lämna tomt när det är stängt. Tider över midnatt, som 22:00-06:00, fortsätter nästa dag.
calendar-place = Helgdagar i
calendar-place-hint = Ett land eller en del av ett, med ISO 3166-kod: SE, GB-ENG, DE-BY. Lämna tomt för inga helgdagar.
calendar-exceptions = Avvikande dagar
calendar-exceptions-hint = En dag per rad, med tider och orsak: 2026-12-24 09:00-12:00 Halvdag. Stängda dagar har ett streck: 2026-12-23 - Inventering.
calendar-try = Se vad som skulle ändras
calendar-trial = Vad som skulle ändras
calendar-trial-same = Ingen dag det närmaste året skulle få andra tider.
calendar-trial-text = { $count ->
    [one] { $count } dag det närmaste året skulle ändras. Inget är infört ännu.
   *[other] { $count } dagar det närmaste året skulle ändras. Inget är infört ännu.
}
calendar-day = Dag
calendar-before = Nu
calendar-after = Efter
calendar-more = { $count ->
    [one] och en till
   *[other] och { $count } till
}
calendar-history = Ändringar
calendar-configured = Oförändrad sedan installationen.
calendar-stale = Kalendern har ändrats sedan du öppnade sidan. Se vad som gäller nu och bestäm dig sedan på nytt.
calendar-stale-text = Det du skrev står kvar nedan. Se vad det skulle ändra i den nuvarande kalendern och inför det sedan, eller börja om.
calendar-again = Börja om med den nuvarande kalendern
calendar-trial-zone = Tiderna skulle gälla i en annan tidszon än nu: { $zone }.
calendar-reason-long = Skälet har fler än 1 000 tecken. Korta det.
calendar-reason-missing = Ange varför kalendern ändras.
calendar-trial-promise = En rapport som kommer in nu skulle då besvaras senast { $when }.
calendar-wrong-time = ”{ $given }” är inget klockslag. Skriv till exempel 09:00; ett dygn slutar 24:00.
calendar-wrong-shape = ”{ $given }” går inte att läsa som tider. Skriv till exempel 09:00-17:00.
calendar-wrong-empty = Från { $from } till { $to } går ingen tid. Sluttiden ska komma efter starttiden; tiderna för en enskild dag slutar 24:00 och fortsätter nästa dag.
calendar-wrong-overlap = { $first } och { $second } överlappar. Slå ihop dem, eller låt den första sluta innan den andra börjar.
calendar-wrong-no-hours = Ingen veckodag har tider, så inget skulle någonsin förfalla. Ange tider för minst en dag.
calendar-wrong-line = ”{ $line }”: { $fault }
calendar-wrong-twice = { $day } står på två rader. Behåll en.
calendar-wrong-exception = Skriv dagen, tider eller ett streck, och en orsak på högst 80 tecken: 2026-12-24 09:00-12:00 Halvdag.
calendar-wrong-zone = ”{ $given }” är ingen tidszon. Skriv IANA-namnet, till exempel Europe/Stockholm.
calendar-wrong-place = Det finns inga helgdagar för ”{ $given }”. Skriv ISO 3166-koden för ett land eller en del av ett, till exempel SE, GB-ENG eller DE-BY.
calendar-wrong-horizon = Helgdagar i { $place } är bara kända från { $from } till { $until }, inte för { $day }.

# Lediga dagar från ett kalenderflöde.
feed-title = Lediga dagar från ett kalenderflöde
feed-text = Heldagar i ett iCalendar-flöde kan läggas till som lediga dagar här. Inget gäller innan någon har granskat det och lagt till det; det som är utlovat står fast.
feed-follows = Flödet från { $host } läses en gång om dagen.
feed-waits = Det läses just nu. Öppna sidan igen om en stund för att se vad det säger.
feed-read = Det lästes { $when } och innehåller { $count ->
    [one] en ledig dag
   *[other] { $count } lediga dagar
} fram till årsskiftet om två år.
feed-failed = Det gick inte att läsa { $when }
feed-stays = Det som lästes tidigare visas nedan.
feed-same = Kalendern stämmer med flödet.
feed-look = Läs det nu
feed-paste = Text från en kalenderfil
feed-paste-hint = Innehållet i en .ics-fil, högst 500 kB. Ett flöde som ska läsas varje dag anges som desk.feed i konfigurationen.
feed-paste-read = Läs den
feed-differs = { $count ->
    [one] Flödet och kalendern skiljer sig på en dag
   *[other] Flödet och kalendern skiljer sig på { $count } dagar
}
feed-differs-text = Lägg till det som stämmer. En dag som du utelämnar ändras inte, och du får inte frågan igen.
feed-review = Granska och lägg till det som stämmer
feed-days-legend = Dagar att lägga till
feed-day-new = stängt: { $name }
feed-day-gone = finns inte i flödet, så öppet som vanligt
feed-day-renamed = heter { $name }
feed-day-now = Nu: { $hours }
feed-doubt-tentative = Flödet anger den som preliminär, så den är inte vald.
feed-doubt-observance = Flödet anger den som bemärkelsedag, då man oftast arbetar, så den är inte vald.
feed-passed-over = { $count ->
    [one] En händelse är längre än { $most } dagar och togs inte med: { $events }.
   *[other] { $count } händelser är längre än { $most } dagar och togs inte med: { $events }.
}
feed-left-out = { $count ->
    [one] En dag har utelämnats tidigare
   *[other] { $count } dagar har utelämnats tidigare
}
feed-taken = { $count ->
    [one] { $count } ledig dag tillagd
   *[other] { $count } lediga dagar tillagda
}
feed-taken-text = Ska det ändå vara öppet någon av dem? Ange tiderna under ”Avvikande dagar”.
feed-none-open = Inget nytt att granska
feed-take-selected = Lägg till valda dagar
feed-taken-reason = Lediga dagar från kalenderflödet
feed-problem-refused = Adressen är inte tillåten: den hör inte till det öppna internet, eller är inte https. Ett flöde i det egna nätet tillåts med desk.feed_inside i konfigurationen.
feed-problem-unreachable = Servern går inte att nå. Kontrollera att adressen är rätt och kan nås härifrån. Ett nytt försök görs i morgon, eller nu om du ber om det. Felet, på engelska: ”{ $why }”.
feed-problem-status = Servern svarar med status { $status } i stället för en kalender. Kontrollera att adressen är rätt och fortfarande öppen för oss.
feed-problem-too-long = Det är längre än { $most }, som är gränsen. Ange ett flöde med bara helgdagar.
feed-problem-no-calendar = Det är ingen iCalendar-fil (RFC 5545). En sådan börjar med BEGIN:VCALENDAR; en inloggningssida gör det inte.
feed-problem-latin1 = Det är skrivet i Latin-1 eller en liknande teckenkodning, så å, ä och ö går inte att läsa. Spara eller exportera det som UTF-8.
feed-problem-utf16 = Det är skrivet i UTF-16. Spara det som UTF-8 och försök igen.
feed-problem-only-long = Från i dag innehåller det bara händelser som är längre än { $most } dagar, till exempel ”{ $event }”. Så långa händelser blir inte lediga dagar: ange dem som avvikande dagar i stället.
feed-problem-too-deep = Delar av det är nästlade djupare än { $most } nivåer, som i ingen kalender. Inget lästes in.
feed-problem-too-many = Det har fler än { $most } lediga dagar eller regler som upprepar dem. Ange ett flöde med bara helgdagar.
feed-problem-event = Händelsen ”{ $event }” går inte att läsa: { $what }. Inget lästes in, eftersom händelsen kan gälla en kommande dag. Rätta den i kalendern den kommer från.
feed-problem-no-days = Det innehåller ingen heldag från i dag till årsskiftet om två år. Händelser med klockslag blir inte lediga dagar.
