# Ärendets sida, för utgivaren och för desken.

## Huvud
case-progress = Förlopp
case-copy-number = Kopiera numret
case-number-copied = Numret är kopierat
case-about = Om ärendet
case-updated = Ärendet har uppdaterats
case-owned-by = Ansvarig: { $owner }
case-unowned = Ingen är ansvarig ännu
case-step-done = klart
case-step-todo = inte ännu
case-step-by = senast
case-step-since = sedan
case-step-next = härnäst
case-step-next-again = härnäst, igen
case-step-again = igen
case-step-left-out = hoppades över
case-step-assessing = Bedöms
case-step-who = av { $who }

## Nästa steg
case-move-yours = Din tur
case-move-desk = Säkerhetsteamets tur
case-move-of = Väntar på { $publisher }
case-next-by = senast { $when }
case-next-submit = Skicka in rapporten
case-next-acknowledge = En person hos oss bekräftar din rapport
case-next-assess = Vi bestämmer allvarlighetsgrad och prioritet
case-next-update = Vi ger dig ett lägesbesked
case-next-file = Dags för: { $stage }
case-next-file-text = { $regime }. Förbered den, lämna den till mottagaren och registrera referensen.
case-next-nothing-asked = Du behöver inte göra något nu. Du kan lägga till uppgifter när som helst.
case-next-answer = { $questions ->
    [one] Svara på vår fråga
   *[other] Svara på våra { $questions } frågor
}
case-next-answer-text = Vi fortsätter när du har svarat.
case-seen-acknowledge = En person i säkerhetsteamet bekräftar rapporten
case-seen-update = Säkerhetsteamet ger { $publisher } ett lägesbesked
case-desk-acknowledge = Bekräfta rapporten personligen
case-desk-acknowledge-sooner = Det är teamets eget mål, tidigare än vad utgivaren har utlovats.
case-desk-acknowledge-text = Utgivaren har utlovats ett personligt svar senast då.
case-desk-assess = Bestäm allvarlighetsgrad och prioritet
case-desk-assess-text = Utgivaren ser båda, med dina skäl.
case-desk-update = Ge { $publisher } ett lägesbesked
case-desk-update-text = Allt som utgivaren kan läsa räknas: ett meddelande, en fråga, ett utfall.
case-desk-decide-measure = Besluta om erbjudandet
case-desk-decide-measure-text = Påbörja åtgärder, eller skriv under ”Tidsfrister” vad som beslutats och varför.
case-desk-decide-notice = Besluta vad kunderna får veta
case-desk-decide-notice-text = Skriv under ”Tidsfrister” vad som beslutats och varför.
case-desk-mitigate = Dags för skadebegränsning
case-desk-mitigate-text = Lägg till uppgiften ”Skadebegränsning finns” så snart den gör det.
case-desk-fix = Dags för en rättning
case-desk-fix-text = Lägg till uppgiften ”Rättning finns” så snart den är släppt.
case-desk-decide-duties = Avgör vilka lagar som gäller marknadsplatsen
case-desk-decide-duties-text = Öppna ”Lagar och avtal” och ange för var och en om den gäller, och varför.
case-desk-file = Dags att lämna in en anmälan
case-desk-file-text = Öppna ”Lagar och avtal”, förbered anmälan, lämna in den till myndigheten och registrera referensen.
case-desk-answer = { $questions ->
    [one] { $publisher } svarar på din fråga
   *[other] { $publisher } svarar på dina { $questions } frågor
}
case-desk-answer-text = Teamet behöver inte göra något innan dess.
case-over-label = Inget att göra
case-over-label-publisher = Du behöver inte göra något
case-over-closed = Avslutat: { $outcome }
case-over-withdrawn = Rapporten har återkallats

## Tidslinje
case-conversation = Konversation
case-entries = { $count ->
    [one] 1 post
   *[other] { $count } poster, nyast sist
}
case-no-entries = Inget har hänt ännu.
case-earlier = Tidigare poster
case-newest = Till de senaste posterna
case-live-new = Ärendet har ändrats
case-live-why = Det du läser är aktuellt. Formulären har vi inte rört, så att du inte förlorar det du skriver.
case-pill-report = rapport
case-pill-answer = svar på fråga { $number }
case-pill-question = fråga { $number }
case-pill-desk-only = bara säkerhetsteamet
case-pill-shared-publisher = din organisation och vi
case-pill-shared-desk = { $publisher } och säkerhetsteamet
case-question-due = Svar senast
case-question-answered = Besvarad
case-question-lapsed = Inte längre öppen
case-answer = Svara

## Skriva
case-read-by = Läses av:
case-reasons-read-by = Dina skäl läses av:
case-readers-publisher = din organisation och säkerhetsteamet
case-readers-desk = { $people ->
    [one] { $publisher } (1 person) och säkerhetsteamet
   *[other] { $publisher } ({ $people } personer) och säkerhetsteamet
}
case-readers-note = bara säkerhetsteamet.
case-note-never = Utgivaren ser den aldrig.
case-write = Skriv
case-write-what = Vad vill du skriva?
case-write-to = Skriv till { $publisher }
case-write-to-desk = Skriv till säkerhetsteamet
case-send-to = Skicka till { $publisher }
case-tab-reply = Svar
case-tab-note = Intern anteckning
case-tab-question = Fråga med svarsdatum
case-note-placeholder = Anteckning för teamet
case-note-keep = Spara anteckningen
case-question-placeholder = Vad behöver du veta?
case-question-answer-by = Svar senast
case-question-day = Svar senast, datum
case-question-time = Klockslag, { $city }
case-question-ask = Fråga
case-answer-to = Ditt svar på fråga { $number }
case-answer-due = Senast { $when }
case-answer-send = Skicka svaret
case-reads-only = Med din roll kan du läsa ärendet men inte skriva i det. En ägare i din organisation kan ge dig en annan roll.
case-reads-only-desk = Med din roll kan du läsa ärendet men inte ändra det.
case-over-write = Ärendet är avslutat, så det går inte att lägga till mer. Säkerhetsteamet kan öppna det igen.

## Fakta
case-facts = Uppgifter
case-fact-offers = Erbjudanden
case-fact-versions = versioner { $versions }
case-fact-fixed-in = rättat i { $version }
case-fact-reported = i rapporten
case-fact-you = du
case-fact-proof = Attackkod finns
case-fact-component = Komponent uppströms
case-fact-incident = Incidenten
case-fact-reference = Din egen referens
case-fact-their-reference = Utgivarens referens
case-fact-embargo = Inte offentligt före
case-fact-noticed = Hur det upptäcktes
case-assert = Lägg till en uppgift
case-assert-what = Uppgift
case-assert-status = Status
case-assert-note = Med egna ord (valfritt)
case-assert-button = Spara
case-choose = Välj
case-reason = Skäl

## Löften
case-promises = Löften
case-promise-acknowledge = Bekräftelse { $within }
case-promise-assess = Allvarlighetsgrad och prioritet
case-promise-update = Nästa lägesbesked
case-promise-kept = hållet efter { $span }
case-promise-moot = ärendet avslutades innan dess

## Länkar
case-links = Länkade ärenden
case-link-to = Länka till ett annat ärende
case-link-relation = Samband
case-link-number = Det andra ärendets nummer
case-link-button = Länka

## Annat
case-more = Mer du kan göra
case-category-to = Ändra kategorin till
case-category-button = Ändra kategori
case-withdraw = Återkalla rapporten
case-withdraw-hint = Återkalla bara om den skickades av misstag. Historiken finns kvar.
case-withdraw-title = Återkalla rapporten
case-withdraw-what = Vi slutar arbeta med den, och öppna frågor stängs.
case-withdraw-history = Inget raderas: både du och vi kan fortfarande läsa rapporten och dess historik.
case-withdraw-reopen = Bara vi kan öppna ärendet igen.
case-withdraw-reason = Varför återkallar du den?
case-withdraw-button = Återkalla rapporten
case-withdraw-over = Ärendet är redan avslutat. Det finns inget att återkalla.

## Rapporten
case-report = Rapporten som den skickades in
case-report-description = Beskrivning
case-report-default = I standardkonfigurationen
case-report-finder = Vem som hittade det
case-report-began = Började
case-report-noticed = Upptäcktes
case-report-confirmed = Bekräftades
case-report-touched = Vad som berörs
case-report-customers = Berörda kunder
case-report-regions = Regioner
case-report-tokens = Nycklar att återkalla
case-report-told = Vilka som är underrättade
case-report-evidence = Säkrade bevis
case-report-contact = Kontakt dygnet runt
case-report-resolution = Lösning eller skadebegränsning
case-report-no-resolution = Ingen ännu
case-report-available = När en rättning finns
case-report-message = Meddelande till kunder
case-report-message-help = Hjälp oss att skriva ett
case-report-message-none = Inget för tillfället
case-report-severity = Utgivarens förslag

## Deskens beslut
case-acknowledge = Bekräfta
case-acknowledge-hint = Utgivaren ser ditt namn.
case-acknowledge-message = Ditt meddelande
case-acknowledge-default = Jag har fått din rapport och tar hand om den. Jag läser den nu och återkommer med allvarlighetsgrad och prioritet, eller med frågor.
case-acknowledge-button = Bekräfta rapporten
case-triage = Bedömning
case-triage-again = Ändra allvarlighetsgrad eller prioritet
case-severity = Allvarlighetsgrad
case-priority = Prioritet
case-severity-reason = Skäl till allvarlighetsgraden
case-priority-reason = Skäl till prioriteten
case-publisher-says = utgivaren föreslår { $severity }
case-suggested = Föreslås:
case-triage-button = Spara beslutet
case-decisions = Beslut
case-outcome = Utfall
case-original = Dubblett av
case-original-hint = Bara för utfallet ”Dubblett”: numret på ärendet som fortsätter. De två länkas ihop.
case-until = Risken accepteras till och med
case-until-hint = Bara för utfallet ”Risken accepteras”.
case-until-zone = Dag i { $city }.
case-outcome-sentence = Med en mening eller två
case-communicate = Meddela utfallet
case-communicate-button = Meddela utgivaren
case-mitigate = Påbörja åtgärder
case-mitigate-sentence = Vad görs nu för erbjudandet och dess kunder?
case-mitigate-button = Påbörja åtgärder
case-close = Avsluta ärendet
case-close-filings = { $count ->
    [one] { $count } anmälan ska fortfarande lämnas in enligt lag eller avtal. Påminnelserna fortsätter via mejl.
   *[other] { $count } anmälningar ska fortfarande lämnas in enligt lag eller avtal. Påminnelserna fortsätter via mejl.
}
case-close-at-once = Avsluta med ett motiverat beslut
case-close-at-once-hint = För en dubblett, eller något som inte är en säkerhetshändelse. Utgivaren får din text, och den räknas som bekräftelse.
case-close-unrated = Utan allvarlighetsgrad och prioritet går bara de här utfallen att välja.
case-close-button = Avsluta ärendet
case-reopen = Öppna ärendet igen
case-reopen-button = Öppna ärendet igen
case-why-acknowledge = Går att göra när en person har bekräftat rapporten.
case-why-assess = Går att göra när allvarlighetsgrad och prioritet är bestämda.

## Bredvid ärendet
case-owner = Ansvarig
case-assign = Tilldela
case-people = Kontakter hos { $publisher }
case-people-more = { $count ->
    [one] och en till
   *[other] och { $count } till
}
case-people-none = Ingen hos utgivaren har ett konto.
case-customers = Kunder
case-customers-hold = { $count ->
    [one] kund har { $offer }
   *[other] kunder har { $offer }
}
case-customers-critical = { $count ->
    [one] 1 är kritisk
   *[other] { $count } är kritiska
}
case-similar = Liknande ärenden
case-similar-none = Inget annat ärende har samma CVE, komponent eller ord.
case-similar-cve = samma { $cve }
case-similar-component = samma komponent: { $component }
case-similar-words = liknande ord

## När något är fel
case-error = Fel:
case-problem-empty = Skriv något här.
case-problem-severity = Välj allvarlighetsgrad.
case-problem-priority = Välj prioritet.
case-problem-outcome = Välj utfall.
case-problem-severity-reason = Skriv skälet till allvarlighetsgraden.
case-problem-priority-reason = Skriv skälet till prioriteten.
case-problem-sentence = Skriv en mening eller två.
case-problem-reason = Skriv skälet.
case-problem-fact = Välj vilken uppgift det gäller.
case-problem-status = Välj status.
case-problem-category = Välj kategori.
case-problem-relation = Välj hur de två ärendena hör ihop.
case-problem-choose = Välj ett alternativ.
case-problem-date = Ange dag och klockslag, till exempel 2026-11-24 och 17:00.
case-problem-number = Det är inget ärendenummer. De ser ut som SE-7KQ4-M2XD; kontrollera om något tecken är felskrivet.
case-problem-no-such-case = Det finns inget ärende med det numret.
case-problem-too-long = Texten har { $actual } tecken. Högst { $max } får plats.
case-problem-character = Tecken { $at } går inte att spara: det är osynligt. Ta bort det.
case-problem-other = Går inte att läsa.
done-next = Härnäst: { $what }.
done-acknowledged = Rapporten är bekräftad.
done-category-changed = Kategorin är ändrad.
done-assessed = Allvarlighetsgrad och prioritet är sparade.
done-assessment-proposed = Förslaget är sparat. En kollega måste godkänna det.
done-assessment-declined = Förslaget är avslaget.
done-scored = Poängen är sparad.
done-score-kept = Poängen behålls.
done-score-accepted = Poängen är godtagen.
done-score-contested = Invändningen är skickad.
done-question-asked = Frågan är skickad.
done-question-answered = Svaret är skickat.
done-fact-asserted = Uppgiften är tillagd.
done-outcome-communicated = Utfallet är skickat.
done-mitigation-started = Åtgärderna har påbörjats.
done-closed = Ärendet är stängt.
done-reopened = Ärendet är öppnat igen.
done-withdrawn = Rapporten är återkallad.
done-linked = Ärendet är länkat.
done-owner-assigned = Ansvarig är ändrad.
done-owner-removed = Ärendet har ingen ansvarig.
done-note-added = Anteckningen är sparad.
done-message-shared = Meddelandet är skickat.
done-miss-explained = Skälet är sparat.
done-target-decided = Beslutet är sparat.
case-both-reason = Sårbarheten utnyttjas.
case-next-reopening = Vi avgör om ärendet ska öppnas igen
case-desk-reopening = { $publisher } ber om att ärendet öppnas igen
case-ask-reopen = Be om att ärendet öppnas igen
case-ask-reopen-until = Du kan be om det till { $when }.
case-ask-reopen-reason = Varför ska vi öppna det igen?
case-reopen-asked = Du har bett oss att öppna ärendet igen.
case-reopen-decline = Avslå
case-report-again = Det går inte längre att be om att ärendet öppnas igen.
case-report-again-link = Rapportera igen
done-reopening-requested = Begäran är skickad.
done-reopening-declined = Begäran är avslagen.
case-arrived = Det här kom in medan du skrev:
case-conflict = Ärendet hann ändras innan du skickade
case-conflict-nothing-lost = Inget har skrivits över, och inget av det du skrev har gått förlorat.
case-conflict-theirs = Det här hände under tiden
case-conflict-yours = Det här skrev du
case-conflict-as-below = Ärendet ser nu ut som nedan.
case-conflict-kept = Din text finns också kvar i formuläret nedan, om den fortfarande går att skicka.
case-conflict-no-words = Dina val finns kvar i formuläret nedan, om de fortfarande går att skicka.
case-conflict-leave = Låt ärendet vara som det är
case-print-shared = Skriv ut utan anteckningar
case-shared = Anteckningarna är utelämnade
case-shared-text = Du ser ärendet som { $publisher } gör: inga anteckningar och inget som bara desken läser.
case-shared-back = Visa allt
