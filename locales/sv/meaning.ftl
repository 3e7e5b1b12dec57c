# Vad koderna i code.ftl betyder, där ett namn inte räcker.

category-incident-definition = Något har hänt, eller har troligen hänt. Någon har läst, ändrat, förstört eller blockerat något utan att ha rätt till det, eller har tagit över produkten, bygget eller kontot som publicerar den.
category-incident-examples = En utomstående har kopierat kunduppgifter, filer har krypterats och någon kräver en lösensumma, en signeringsnyckel eller åtkomsttoken har stulits, en version har publicerats utan att någon i din organisation har gjort det.
category-vulnerability-definition = En brist i produkten som skulle kunna leda till en incident. Inget tyder ännu på att någon har utnyttjat den.
category-vulnerability-examples = Ett anrop som kör kommandon utan inloggning, en kund som kan läsa en annan kunds uppgifter, en komponent med en känd CVE, ett lösenord som är inbyggt i programmet.
category-both-definition = En sårbarhet har utnyttjats, eller så vet du inte säkert ännu. Du svarar på frågorna för båda och får ett enda nummer.
category-both-examples = Märkliga inloggningar sedan en sårbarhet blev känd, en forskare som visar verkliga kunduppgifter som bevis, ett tillägg som gör sådant som koden inte förklarar.

tlp-red-meaning = Bara de namngivna personerna får läsa. De får inte dela det vidare, inte ens med kollegor.
tlp-amber-strict-meaning = Bara personer i den mottagande organisationen får läsa, och bara de som behöver det.
tlp-amber-meaning = Personer i den mottagande organisationen får läsa, och de av dess kunder som behöver det för att skydda sig.
tlp-green-meaning = Det får delas inom säkerhetsbranschen, men inte i öppna kanaler.
tlp-clear-meaning = Det får delas utan begränsning. Upphovsrätten gäller fortfarande.

outcome-mitigated-meaning = Skadan är begränsad. Orsaken finns kvar.
outcome-fixed-meaning = Orsaken är borta.
outcome-not-affected-meaning = Erbjudandet har inte sårbarheten, eller har inte drabbats.
outcome-not-reproducible-meaning = Vi kunde inte återskapa det.
outcome-not-a-security-event-meaning = Det här är ingen säkerhetsfråga. Den vanliga supporten kan hjälpa till.
outcome-duplicate-meaning = Ett annat ärende gäller samma sak och fortsätter.
outcome-upstream-meaning = Orsaken finns i någon annans komponent och måste rättas där.
outcome-risk-accepted-meaning = Orsaken finns kvar tills vidare. Risken prövas igen det angivna datumet.
outcome-offer-withdrawn-meaning = Erbjudandet säljs inte längre.
outcome-withdrawn-meaning = Utgivaren har återkallat rapporten.
