mail-greeting = Hej { $name }!
mail-desk-of = Säkerhetsteamet hos { $marketplace }
mail-open-case = Öppna ärendet
mail-number = Nummer
mail-offers = Erbjudanden
mail-publisher = Utgivare
mail-category = Kategori
mail-received = Mottaget
mail-promise = En person svarar senast
mail-due = Senast
mail-severity = Allvarlighetsgrad
mail-priority = Prioritet
mail-outcome = Utfall
mail-accepted-until = Accepteras till och med
mail-wrote = { $who } skrev:
mail-answer-on-page = Svar till den här adressen läses inte. Svara här: { $url }
mail-sent-by = Skickat av { $marketplace } med { -brand }, eftersom ärendet rör dig.
mail-subject = { $number }: { $kind }
mail-case = Ärende
mail-withheld = Ärendet är konfidentiellt, så mejlet innehåller inga detaljer. Öppna ärendet för att läsa dem.
mail-kind-confirmation = Vi har tagit emot din rapport
mail-kind-new-report = Ny rapport
mail-kind-new-report-urgent = Brådskande ny rapport
mail-kind-acknowledged = Någon i säkerhetsteamet har läst din rapport
mail-kind-assessed = Allvarlighetsgrad och prioritet är beslutade
mail-kind-scored = Säkerhetsteamet har poängsatt sårbarheten
mail-kind-reopening-requested = Utgivaren ber om att ärendet öppnas igen
mail-kind-reopening-declined = Ärendet förblir stängt
mail-kind-score-kept = Vi behåller vår poäng
mail-kind-score-changed = Vi har ändrat vår poäng
mail-kind-score-accepted = Utgivaren godtar poängen
mail-kind-score-contested = Utgivaren invänder mot poängen
mail-kind-question = Säkerhetsteamet har en fråga till dig
mail-kind-answer = Din fråga har fått svar
mail-kind-message-from-desk = Nytt meddelande från säkerhetsteamet
mail-kind-message-from-publisher = Nytt meddelande från utgivaren
mail-kind-mitigating = Skadebegränsningen har påbörjats
mail-kind-outcome = Bedömningens utfall
mail-kind-closed = Ärendet är avslutat
mail-kind-reopened = Ärendet har öppnats igen
mail-kind-withdrawn = Utgivaren har återkallat rapporten

mail-confirmation-heading = Vi har tagit emot din rapport
mail-confirmation-text = Din rapport har nummer { $number }. Ange det i all kontakt om ärendet.
mail-confirmation-counted = { $counted } I UTC är det { $utc }.
mail-confirmation-call = Pågår angreppet just nu? Ring oss: { $number }
mail-confirmation-next = Det här händer nu: en person i säkerhetsteamet läser rapporten och svarar dig senast vid tiden ovan. Därefter får du veta hur allvarligt det är och hur snart det tas om hand.
mail-confirmation-meanwhile = Ändras något innan dess, lägg till det på ärendets sida. Du behöver inte vänta på svar.

mail-new-report-heading = En ny rapport från { $publisher }
mail-new-report-urgent = Rapporten anger pågående skada.
mail-new-report-text = Svara utgivaren personligen senast vid tiden nedan.

mail-acknowledged-heading = { $who } har bekräftat din rapport
mail-acknowledged-text = { $who } i säkerhetsteamet har läst din rapport och tar hand om den.

mail-assessed-heading = Allvarlighetsgrad och prioritet
mail-assessed-text = Vi har beslutat om allvarlighetsgrad och prioritet. Håller du inte med, skriv det på ärendets sida.

mail-scored-heading = Så poängsätter vi sårbarheten
mail-scored-text = De här svaren skiljer sig från dina, av skälen ovan. På ärendets sida kan du godta poängen, eller invända mot den en gång med ett skäl.
mail-scored-same = Inget i den säger emot det du angav.
mail-reopening-requested-heading = { $publisher } ber om att ärendet öppnas igen
mail-reopening-requested-text = Öppna ärendet igen, eller avslå med ett skäl.
mail-reopening-declined-heading = Ärendet förblir stängt
mail-reopening-declined-text = Har du något nytt att berätta, rapportera igen och ange det här numret.
mail-score-kept-heading = Vi behåller vår poäng
mail-score-kept-text = Vi har gått igenom poängen som du invände mot och behåller den. Båda poängen finns kvar i ärendet; vår gäller. Skälet:
mail-score-changed-heading = Vi har ändrat vår poäng
mail-score-changed-text = Vi har gått igenom poängen som du invände mot och ändrat den.
mail-score-accepted-heading = { $publisher } godtar vår poäng
mail-score-accepted-text = Nu är de två bedömningarna lika.
mail-score-contested-heading = { $publisher } invänder mot vår poäng
mail-score-contested-text = Gå igenom poängen: ändra den eller behåll den. Utgivaren ger det här skälet:

mail-question-heading = Vi har en fråga
mail-question-text = Ärendet väntar på ditt svar. Behöver du mer tid, säg till innan tiden går ut.

mail-message-heading = Ett meddelande från { $who }
mail-answer-heading = Ett svar från { $who }
mail-from-the-desk = säkerhetsteamet
mail-from-the-publisher = utgivaren

mail-mitigating-heading = Åtgärder har påbörjats
mail-mitigating-text = Det här gör vi nu:

mail-outcome-heading = Bedömningens utfall
mail-closed-heading = Ärendet är avslutat
mail-closed-text = Saknas något, eller händer det igen? Be oss öppna ärendet igen, eller skicka en ny rapport som anger det här numret.

mail-reopened-heading = Ärendet är öppet igen
mail-reopened-text = Vi har öppnat det igen av det här skälet:

mail-withdrawn-heading = { $publisher } har återkallat sin rapport
mail-withdrawn-text = Utgivaren gav det här skälet:

mail-invitation-subject = Din inbjudan till { $organisation }
mail-invitation-heading = Du är inbjuden
mail-invitation-text = { $inviter } bjuder in dig till { $organisation } på { $marketplace }, där säkerhetshändelser rapporteras och följs upp.
mail-invitation-text-unnamed = Du är inbjuden till { $organisation } på { $marketplace }, där säkerhetshändelser rapporteras och följs upp.
mail-invitation-desk = säkerhetsteamet
mail-invitation-button = Tacka ja till inbjudan
mail-password-reset-subject = Välj ett nytt lösenord
mail-password-reset-heading = Välj ett nytt lösenord
mail-password-reset-text = Någon, troligen du, har bett om ett nytt lösenord för den här adressen på { $marketplace }.
mail-password-reset-button = Välj ett nytt lösenord
mail-link-until = Länken fungerar en gång, till { $time }. Skicka den inte vidare.
mail-link-ignore = Väntade du dig inte det här? Då behöver du inte göra något: inget ändras.
mail-sent-by-link = Skickat av { $marketplace } med { -brand }.

# En ändring av ett konto, till den som har det.
mail-account-subject = { $heading } ({ $marketplace })
mail-account-password = Ditt lösenord är bytt
mail-account-password-text = Ditt konto har fått ett nytt lösenord. Alla andra sessioner är avslutade och dina API-nycklar återkallade.
mail-account-role = Din roll har ändrats
mail-account-role-text = Din roll i { $organisation } är nu: { $role }.
mail-account-desk-role-text = Din roll i säkerhetsteamet är nu: { $role }.
mail-account-no-role = ingen roll
mail-account-token-made = En API-nyckel har skapats
mail-account-token-made-text = API-nyckeln ”{ $name }” kan nu användas i ditt namn.
mail-account-token-revoked = En API-nyckel har återkallats
mail-account-token-revoked-text = API-nyckeln ”{ $name }” fungerar inte längre.
mail-account-calendar-made = En kalenderadress har skapats
mail-account-calendar-made-text = Kalenderadressen ”{ $name }” visar nu dina tidsfrister.
mail-account-calendar-revoked = En kalenderadress har återkallats
mail-account-calendar-revoked-text = Kalenderadressen ”{ $name }” fungerar inte längre.
mail-account-off = Ditt konto har stängts av
mail-account-off-text = Du kan inte längre logga in på { $marketplace }. Kontakta säkerhetsteamet om det är ett misstag.
mail-account-on = Ditt konto har aktiverats igen
mail-account-on-text = Du kan logga in på { $marketplace } igen.
mail-account-when = När
mail-account-unexpected = Väntade du dig inte det här? Välj ett nytt lösenord på { $address } och kontakta säkerhetsteamet.
mail-account-button = Gå till ditt konto
mail-sent-by-account = Skickat av { $marketplace } med { -brand } för att ditt konto har ändrats.

# Tidsfrister, till säkerhetsteamet. $target är vad en frist mäter, $count hur många de är.
mail-alert-half = Halva tiden har gått
mail-alert-late = Tre fjärdedelar av tiden har gått
mail-alert-missed = Missad
mail-alert-harm = Pågående skada
mail-alert-subject = { $state }: { $target }
mail-alert-subject-many = { $count } tidsfrister väntar på dig
mail-alert-harm-text = { $publisher } uppger pågående skada: en sårbarhet utnyttjas, ett angrepp pågår, eller ett bygge eller konto är övertaget. Öppna ärendet och svara personligen nu.
mail-alert-many-text = Det mest brådskande först. Det som redan är gjort är utelämnat.
mail-alert-entry = { $case }. { $state }; senast { $due }.
mail-alert-queue = Öppna kön
mail-sent-by-alert = Skickat av { $marketplace } med { -brand } till dem som ansvarar för ärendena.
