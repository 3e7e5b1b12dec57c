# En utgivares väg till en rapport.
request-start = Rapportera en säkerhetshändelse
request-untitled = Rapport utan rubrik
request-crumb = Rapport
request-back-to-topics = Din rapport
request-field-other = Ett annat svar

# Vilken typ av händelse.
request-new-title = Rapportera en säkerhetshändelse
request-new-lede = Det tar ungefär fem minuter. Du kan skicka det du vet nu och lägga till resten senare.
request-new-type = Problemtyp
request-new-type-security = Säkerhetshändelse
request-new-type-security-hint = En säkerhetsincident eller en sårbarhet i något som du säljer här.
request-new-others = Gäller det något annat?
request-new-others-text = { $marketplace } tar hand om det här på annat håll:
request-new-elsewhere = (öppnar en annan sida)
request-new-need = Det här behöver du
request-new-need-offers = Vilka av dina erbjudanden som berörs, och i vilka versioner.
request-new-need-what = Vad som händer eller kan hända, med egna ord.
request-new-need-cve = För en sårbarhet: ett CVE-nummer, ett annat sårbarhets-id eller en CVSS-vektor.
request-new-need-fix = Vad kunderna kan göra redan i dag, om det finns något.
request-new-saved = Varje svar sparas efter hand, för dig och dina kollegor.
request-new-hurry = Pågår ett angrepp just nu?
request-new-hurry-text = Skicka det du har. Rubrik, beskrivning och ett erbjudande räcker för en incident.
request-category = Vilken typ av säkerhetshändelse är det?
request-category-hint = Är du osäker, välj det sista. Du kan ändra dig senare utan att skriva något två gånger.
request-category-title = Ändra typ av säkerhetshändelse
request-category-text = Inget av det du har skrivit går förlorat. Svar som den nya typen inte frågar efter ligger kvar i utkastet, men skickas inte.
request-category-kind = Typ
request-category-definition = Definition
request-category-examples = Exempel
request-category-save = Spara typen
request-missing-category = Välj vilken typ av säkerhetshändelse det är

# Listan över delar.
request-tasks-title = Din rapport
request-tasks-lede = { $done ->
    [0] Du kan svara i vilken ordning du vill.
    [one] 1 av { $all } delar är klar. Du kan svara i vilken ordning du vill.
   *[other] { $done } av { $all } delar är klara. Du kan svara i vilken ordning du vill.
}
request-tasks-ready-lede = Du har svarat på allt vi behöver. Kontrollera dina svar och skicka sedan.
request-tasks-progress = Klara delar
request-tasks-still = Saknas:
request-tasks-check = Kontrollera dina svar och skicka
request-tasks-check-hint = Du ser allt på en sida innan det skickas till oss.
request-tasks-ready = Klar att skicka
request-tasks-not-ready = Något saknas
request-tasks-saved = Påbörjad av { $name }. Senast sparad { $time }.
request-tasks-shared = Alla på { $organisation } som får rapportera kan öppna utkastet. Vi ser det inte.
request-change-category = Ändra typ
request-remove = Ta bort utkastet
request-state-done = Klart
request-state-started = Påbörjat
request-state-to-do = Att göra
request-state-optional = Valfritt

request-topic-problem = Vad är problemet?
request-topic-why-problem = Så att vi vet vad det gäller och vilka erbjudanden vi ska se på.
request-topic-vulnerability = Sårbarheten
request-topic-why-vulnerability = Dina svar avgör allvarlighetsgraden och hur snabbt vi agerar.
request-topic-incident = Incidenten
request-topic-why-incident = Om den pågår, och vad som berörs, avgör vad vi gör först. Skicka det du vet; lämna resten tomt.
request-topic-resolution = Lösning eller skadebegränsning
request-topic-why-resolution = En bra skadebegränsning nu är värd mer för kunderna än en perfekt rättning senare.
request-topic-customers = Ett meddelande till kunderna
request-topic-why-customers = Berörda kunder ska få höra samma sak av dig och av marknadsplatsen.
request-topic-handling = Hur rapporten ska hanteras
request-topic-why-handling = När den får bli offentlig, vem som får läsa den och hur allvarlig du anser att den är.

# En dels sida.
request-topic-of = Del { $place } av { $all }
request-read-by = Läses av:
request-read-by-both = { $organisation } och säkerhetsteamet
request-read-by-after = , när du har skickat rapporten
request-save-continue = Spara och fortsätt
request-save-later = Spara och kom tillbaka senare
request-saving = Sparar
request-saved = Sparat { $time }
request-save-failed = Inte sparat än. Försöker igen.
request-save-conflict = Den här delen har ändrats på annat håll. Din text finns kvar.
request-signed-out = Du är utloggad. Din text finns kvar.
request-sign-in = Logga in igen
request-restored = Din osparade text är återställd.
request-restore = Återställ min text

request-conflict = Den här delen har sparats på annat håll under tiden
request-conflict-text = Av en kollega, eller av dig i ett annat fönster. Inget har skrivits över. Formuläret nedan innehåller det du skrev.
request-conflict-stored = Det som är sparat nu
request-conflict-typed = Det du skrev
request-conflict-empty = Inget
request-conflict-keep = Behåll det som är sparat
request-conflict-advice = Eller ändra i formuläret nedan och spara det över det som är sparat nu.

request-sent-meanwhile = Rapporten har skickats under tiden
request-sent-meanwhile-text = En kollega har skickat den som { $number }, utan det du skrev sist. Kopiera det härifrån och skicka det till oss på ärendets sida.
request-sent-open = Öppna { $number }

# Problemet.
request-title = Rubrik
request-title-hint = Vad, var, och vad det leder till. Till exempel: Inloggningen går att kringgå i Analytics 4.2.
request-missing-title = Skriv en rubrik
request-description = Vad händer, eller kan hända?
request-description-hint = Med egna ord: vad du ser, hur det kan återskapas, vad det leder till. Inga lösenord, nycklar eller kunduppgifter, tack.
request-missing-description = Beskriv vad som händer, eller kan hända
request-affected = Vilka erbjudanden berörs?
request-affected-hint = Välj alla som berörs. Lämna planerna tomma om det gäller alla, och versionerna tomma om du inte vet än.
request-missing-affected = Välj ett erbjudande som berörs, eller skriv dess namn
request-affected-offer = Erbjudande
request-affected-name = Erbjudandets namn
request-missing-affected-name = Skriv erbjudandets namn, eller ta bort raden
request-affected-plans = Planer
request-affected-versions = Berörda versioner
request-affected-fixed-in = Rättat i version
request-affected-more = { $count ->
    [one] 1 erbjudande till
   *[other] { $count } erbjudanden till
}
request-affected-typed = Finns inte i listan
request-affected-add = Lägg till ett erbjudande som inte finns i listan
request-affected-removed = Erbjudandet är borttaget
request-affected-row = Erbjudande { $number }
request-remove-row = Ta bort
request-noticed-how = Hur upptäcktes det?

# Sårbarheten.
request-vulnerability-cves = CVE-nummer
request-vulnerability-cves-hint = Till exempel CVE-2021-44228. Skilj flera åt med komma. Finns inget CVE-nummer, ange ett id från GHSA, OSV, EUVD eller GCVE, eller en CVSS-vektor nedan.
request-vulnerability-cvss = CVSS-vektorer
request-vulnerability-cvss-hint = En på varje rad, med alla basmått; varje version har sin egen. Till exempel CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.
request-vulnerability-exploited = Utnyttjas den?
request-vulnerability-public = Är den offentligt känd?
request-vulnerability-proof-of-concept = Finns det känd attackkod (proof of concept)?
request-vulnerability-default-configuration = Berörs standardkonfigurationen?
request-vulnerability-upstream-component = Komponent uppströms
request-vulnerability-upstream-component-hint = Om sårbarheten finns i något du bygger på. Till exempel log4j-core 2.14.1.
request-vulnerability-finder = Vem hittade den, och vad planerar de?
request-vulnerability-finder-hint = Viktigast är om de vill publicera ett visst datum.

# Incidenten.
request-incident-ongoing = Pågår den?
request-incident-began = När började den?
request-incident-began-hint = Med tidszon, så gott du vet. Till exempel 22 november, omkring 03:00 UTC.
request-incident-noticed = När upptäcktes den?
request-incident-confirmed = När bekräftades den?
request-incident-touched = Vad berördes?
request-incident-touched-hint = Välj allt som stämmer, även det du bara misstänker.
request-incident-customers-affected = Vilka och hur många kunder?
request-incident-regions = I vilka regioner?
request-incident-tokens-to-revoke = Nycklar och token som marknadsplatsen bör återkalla
request-incident-tokens-to-revoke-hint = Bara namn eller id, aldrig själva hemligheterna.
request-incident-told = Vilka har du underrättat?
request-incident-told-hint = Kunder, myndigheter, polis, försäkringsbolag.
request-incident-evidence = Vilka bevis har du säkrat?
request-incident-contact = Vem kan vi nå dygnet runt?
request-incident-contact-hint = Ett namn och ett telefonnummer.

# Lösning.
request-resolution-exists = Finns det en lösning eller skadebegränsning?
request-resolution-none = Nej, inte än
request-resolution-some = Ja, men inga steg än
request-resolution-none-hint = Vi letar efter en tillsammans med dig.
request-resolution-steps = Åtgärder
request-resolution-steps-hint = En åtgärd per steg, i den ordning kunderna ska göra dem.
request-resolution-step = Steg { $number }
request-missing-resolution-steps = Skriv vad kunderna ska göra, eller välj att det inte finns något än
request-resolution-add = Lägg till ett steg
request-resolution-removed = Steget är borttaget
request-resolution-available = När finns en rättning?

# Meddelande till kunder.
request-customer-message-kind = Finns det något att säga till kunderna?
request-customer-message-kind-hint = Inget skickas till kunderna förrän du och vi är överens om det.
request-message-draft = Ja, här är ett utkast
request-message-help = Ja, hjälp oss gärna att skriva ett
request-message-none = Nej, inte för tillfället
request-customer-message-text = Utkast till meddelandet
request-missing-customer-message-text = Skriv utkastet, eller välj ett annat svar
request-message-reader = du och säkerhetsteamet nu; kunderna när båda är överens

# Hantering.
request-embargo = När får det bli offentligt?
request-embargo-hint = Ange datum, klockslag och tidszon. Lämna tomt om det inte finns något embargo.
request-embargo-date = Datum
request-embargo-time = Klockslag
request-embargo-zone = Tidszon
request-tlp = Vem får vi dela rapporten med?
request-proposed-severity = Hur allvarligt tycker du att det är?
request-proposed-severity-hint = Vi bestämmer, och förklarar varför.
request-own-reference = Din egen referens
request-own-reference-hint = Numret på ärendet i ditt eget system.

# Kontrollera och skicka.
request-check-title = Kontrollera dina svar
request-check-lede = När du har skickat kan du lägga till mer, men inte ändra de här svaren.
request-check-none = Inte angivet
request-check-wrong = Innan du kan skicka
request-check-changed = En kollega har ändrat rapporten sedan du öppnade sidan
request-check-changed-text = Inget har skickats. Kontrollera svaren nedan igen.
request-check-kind = Typ av händelse
request-check-goes-to = Går till:
request-check-desk = säkerhetsteamet på { $marketplace }
request-check-others = { $count ->
    [0] Du får en kopia via mejl.
    [one] Du och 1 person till i din organisation får en kopia via mejl.
   *[other] Du och { $count } personer till i din organisation får en kopia via mejl.
}
request-check-send = Skicka rapporten
request-check-not-yet = Skicka senare
request-offer-versions = { $offer }, versioner { $versions }
request-offer-fixed = { $offer }, rättat i { $version }

# Ta bort.
request-removal-title = Ta bort utkastet?
request-removal-text = ”{ $name }”, påbörjat av { $author }, tas bort för alla i din organisation. Det går inte att få tillbaka.
request-removal-yes = Ta bort utkastet
request-removal-no = Behåll utkastet

# Bekräftelse.
confirmation-title = { $number }: vi har fått din rapport
confirmation-heading = Vi har fått din rapport. Ditt ärendenummer är
confirmation-number-copied = Numret är kopierat
confirmation-copy-failed = Det gick inte att kopiera. Markera numret i stället.
confirmation-copy = Kopiera numret
confirmation-mail = { $count ->
    [0] Ingen kunde få mejl. Skriv upp numret.
    [one] 1 person på { $organisation } får det via mejl. Ange numret i mejl, samtal och filer.
   *[other] { $count } personer på { $organisation } får det via mejl. Ange numret i mejl, samtal och filer.
}
confirmation-sent-at = Skickad { $time }.
confirmation-next = Det här händer nu
confirmation-acknowledged = En person har bekräftat den.
confirmation-promise = En person bekräftar den senast { $time }.
confirmation-promise-text = Det är { $within }.
confirmation-promise-skipped = Det är { $within }: { $days } räknas inte.
confirmation-promise-skipped-one = Det är { $within }: { $days } räknas inte.
request-both = Det här låter som en incident också
request-both-exploited = Sårbarheten utnyttjas.
request-both-kev = { $cve } är känd för att utnyttjas.
request-both-text = Rapportera båda: dina svar finns kvar, och vi ställer några frågor om incidenten.
request-both-button = Rapportera båda
confirmation-urgent-target = Vårt mål är att svara inom { $time }.
confirmation-call = Pågår angreppet just nu? Ring oss:
confirmation-urgent = Din rapport anger pågående skada, så vi har märkt den som brådskande.
confirmation-assess = Vi bestämmer allvarlighetsgrad och prioritet.
confirmation-assess-text = Du får veta båda, och varför. Har vi frågor kommer de via mejl och visas på ärendets sida.
confirmation-agree = Vi kommer överens med dig om vad som görs med erbjudandet och vad kunderna får veta.
confirmation-agree-text = Ärendets sida visar alltid hur långt det har kommit, vems tur det är och till när.
confirmation-more = Vet du mer?
confirmation-more-text = Lägg till det när som helst: skriv till oss på ärendets sida. Allt samlas under det här numret.
confirmation-reach = Du kan också mejla oss, med numret i ämnesraden:
confirmation-follow = Följ ärendet
confirmation-add = Lägg till något
confirmation-home = Dina ärenden
