# Lagar och avtal: vad som startar en frist, som bisats efter ”då” eller ”från det att”.
anchor-assessed-notifiable = det bedömdes vara anmälningspliktigt
anchor-awareness = organisationen fick kännedom om det
anchor-classified = incidenten klassades som allvarlig
anchor-concluded-significant = incidenten bedömdes vara betydande
anchor-confirmed = det bekräftades
anchor-declared = intrånget konstaterades
anchor-detected = det upptäcktes
anchor-detected-incident = det upptäcktes och bedömdes som en cybersäkerhetsincident
anchor-determined = det fastställdes att incidenten inträffat
anchor-discovery = det upptäcktes
anchor-granted = myndigheten beviljade mer tid
anchor-handled = incidenten var hanterad
anchor-impact-ended = påverkan upphörde
anchor-made-public = det offentliggjordes i hemlandet eller på börsen
anchor-materiality-determined = det fastställdes att incidenten är väsentlig
anchor-measure-available = en korrigerande eller begränsande åtgärd fanns
anchor-missing-facts-known = saknade uppgifter blev kända
anchor-new-information = ny information kom fram
anchor-noticed = det uppmärksammades
anchor-notified = organisationen underrättades
anchor-occurred = incidenten inträffade
anchor-paid = lösensumman betalades
anchor-reasonable-belief = incidenten rimligen kunde antas ha inträffat
anchor-recovered = normal drift var återställd
anchor-requested = myndigheten begärde det
anchor-resolved = incidenten var löst
anchor-suspended = det stängdes av tillfälligt
anchor-suspicion = misstanken uppstod
anchor-update-needed = en uppdatering blev nödvändig
anchor-will-be-missed = det stod klart att en frist inte kan hållas
anchor-year-ended = kalenderåret slutade

filing-embargo = Får inte offentliggöras före { $when }

duties-title = Lagar och avtal
duties-heading = Vad du kan behöva anmäla, till vem och när
duties-lede = Det här är vägledning, inte juridisk rådgivning: du avgör vad som gäller.
duties-own-desk = Marknadsplatsens skyldigheter
duties-own-publisher = Din organisations skyldigheter
duties-theirs = Vad { $publisher } kan vara skyldig att göra
duties-theirs-text = Utgivarens egna skyldigheter, som visas för att du ska kunna hjälpa till. Bara utgivaren registrerar något här.
duties-suggested = Kan gälla
duties-suggested-nothing = Inget verkar gälla i det här ärendet.
duties-suggested-none = Inget annat verkar gälla i det här ärendet.
duties-other = En annan lag eller ett annat avtal
duties-choose = Vilken?
duties-applies = Det gäller
duties-does-not-apply = Det gäller inte
duties-judge = Gäller det din organisation?
duties-judge-change = Ändra om det gäller
duties-judge-button = Spara
duties-reason = Varför?
duties-not = Gäller inte
duties-because = Skäl: { $reason }
duties-problem-reason = Ange varför den inte gäller.
duties-problem-applies = Ange om det gäller.
duties-problem-evidence = Ange hur tidpunkten är känd.
duties-problem-incomplete = Ange att den lämnades in ändå, eller fyll i det som saknas och spara först.
duties-problem-reference = Ange referensen från mottagaren, eller hur anmälan går att hitta.
duties-stage = Vad som ska lämnas in
duties-due = Senast
duties-recipient = Mottagare
duties-waits = Fristen räknas från det att { $anchor }. Inte registrerat ännu.
duties-waits-filing = Fristen räknas från det att ”{ $stage }” lämnas in.
duties-undelayed = Utan onödigt dröjsmål: ingen tid är angiven
duties-filed = Inlämnad { $when }, referens { $reference }
duties-filed-before = Det är före fristens början, { $when }. Se vilken av tiderna som är fel och registrera den igen.
duties-latest = Senast enligt lag { $when }, eftersom fristen annars går ut på en ledig dag.
duties-outer = Om timmen då fristen började inte räknas går den ut { $when }.
duties-prepare = Förbered
duties-see = Se anmälan
duties-source = Källa
duties-reviewed = granskad { $day }
duties-sure = kontrollerad mot lagtexten
duties-less-sure = från flera samstämmiga andrahandskällor: kontrollera innan du förlitar dig på den
duties-anchor = Tidpunkt då { $anchor }
duties-anchor-record = Registrera tidpunkten
duties-anchor-correct = Rätta tidpunkten
duties-anchor-date = Datum
duties-anchor-time = Klockslag, { $city }
duties-anchor-evidence = Hur vet du det?
duties-anchor-reason = Skäl, om tidpunkten rättas eller ligger framåt
duties-anchor-noted = registrerat { $when }
duties-anchor-before = Tidigare registrerat: { $value }
duties-fields = Formulärets fält
duties-fields-none = Det finns ingen känd fältlista för det här steget. Skriv det mottagaren frågar efter och registrera anmälan nedan.
duties-fields-hint = Ifyllda från ärendet. Det du ändrar följer med till senare steg.
duties-fields-save = Spara
duties-complete = Alla obligatoriska fält är ifyllda.
duties-incomplete = Saknas eller är för långt:
duties-need-obligatory = obligatoriskt
duties-need-carried = från steget före
duties-need-available = om det är känt
duties-need-optional = valfritt
duties-theirs-meanwhile = En kollega har sparat detta under tiden: ”{ $text }”. Om du sparar ersätts det.
duties-source-typed = skrivet här
duties-source-case = från ärendet
duties-source-missing = saknas
duties-count = { $length } av { $limit } tecken
duties-copy = Kopiera
duties-export-text = Spara som text
duties-export-json = Spara som JSON
duties-file = Registrera anmälan
duties-file-hint = Lämna in den till mottagaren först. Registrera sedan när, och referensen du fick.
duties-file-date = Inlämnad
duties-file-time = Klockslag, { $city }
duties-file-reference = Referens
duties-file-proof = Hur går det att styrka? (valfritt)
duties-file-incomplete = Den lämnades in fast detta saknas eller är för långt här
duties-file-button = Registrera anmälan
duties-file-again = Registrera igen för att rätta: den senaste registreringen gäller. Det du skickar utöver anmälan hör hemma i konversationen eller en anteckning.
duties-off = Det här gäller inte, enligt ett beslut
duties-off-text = Det som har lämnats in finns kvar. Ändra beslutet på sidan ”Lagar och avtal” om du vill fortsätta.
duties-filings = Registrerade anmälningar
duties-link = Lagar och avtal
duties-publishers = { $publisher } uppger att de ska anmäla det själva. Det höjer inte prioriteten.
duties-link-text = Vad som kan behöva anmälas enligt lag eller avtal, och när
duties-not-yet = Inget att lämna in: det här gäller först från den { $day }.
duties-no-longer = Inget att lämna in: det här gällde till och med den { $day }.
duties-not-in-force = Inget att lämna in: det här har inte trätt i kraft.
duties-voluntary = Frivilligt: ingen frist gäller.
duties-unclear = Lagtexten ger inget tydligt datum här, eftersom fristen skulle börja löpa före kännedomen. Räknat från kännedomen går den ut { $when }.
duties-no-place = Inget datum går att ange: arbetsdagarna kan inte räknas, eftersom platsen inte är känd. Ange landet för den som lämnar in.
duties-place-unknown = Platsen där det här lämnas in är inte känd, så helgdagar är inte medräknade. Ange landet för den som lämnar in.
duties-no-holidays = Inget datum går att ange: helgdagar efter den { $day } är inte kända än.
duties-past-holidays = Helgdagar efter den { $day } är inte kända än, så därefter räknas bara veckoslut.
duties-relief-dora = Den senare tiden gäller inte kreditinstitut, centrala motparter, handelsplatser eller väsentliga och viktiga entiteter enligt NIS2.
duties-not-reviewed = inte kontrollerad mot lagtexten
duties-draft = ett utkast som ingen har kontrollerat: avstängt
duties-anchor-year = Vilket kalenderår?
duties-year-ended = slutet av { $year }
duties-problem-year = Ange kalenderåret med fyra siffror, till exempel 2026.
duties-every = alla lagar
duties-within-hours = { $count } tim { $stage }
duties-within-days = { $count ->
    [one] 1 dag { $stage }
   *[other] { $count } dagar { $stage }
}
duties-within-months = { $count ->
    [one] 1 månad { $stage }
   *[other] { $count } månader { $stage }
}
duties-within-business-days = { $count ->
    [one] 1 arbetsdag { $stage }
   *[other] { $count } arbetsdagar { $stage }
}
duties-within-no-delay = { $stage } utan onödigt dröjsmål
duties-more-stages = { $count ->
    [one] och 1 till
   *[other] och { $count } till
}
duties-aware = När fick ni kännedom?
duties-aware-lede = Ett svar för alla lagar. ”Kännedom” betyder att ni är rimligt säkra på att det har hänt.
duties-aware-from-report = Inte registrerat än. Tills dess räknar vi från när ni rapporterade.
duties-aware-recorded = Registrerat: { $evidence }
duties-aware-how = Hur vet du det? (valfritt)
duties-aware-default = Angivet på sidan om lagar och avtal.
duties-aware-save = Spara
duties-if-aware = om den gäller och ni fick kännedom då: senast { $when }
duties-if-reported = om den gäller och ni fick kännedom när ni rapporterade: senast { $when }
duties-yes = Gäller
duties-no = Gäller inte
duties-unsure = Inte säker
duties-details = Frister, källor och tidpunkter
duties-because-no = Varför gäller den inte?
duties-more = { $count } till, per land och bransch
duties-move-text = { $needed ->
    [0] Allt som formuläret kräver är ifyllt.
    [one] 1 svar saknas; { $filled } är ifyllda från ärendet.
   *[other] { $needed } svar saknas; { $filled } är ifyllda från ärendet.
}
