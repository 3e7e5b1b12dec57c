mail-greeting = Hej { $name }!
mail-desk-of = Säkerhetsdesken hos { $marketplace }
mail-open-case = Öppna ärendet
mail-number = Nummer
mail-offers = Erbjudanden
mail-publisher = Utgivare
mail-category = Kategori
mail-received = Mottaget
mail-promise = En person svarar senast
mail-due = Senast
mail-severity = Allvar
mail-priority = Prioritet
mail-outcome = Utfall
mail-accepted-until = Accepteras till och med
mail-wrote = { $who } skrev:
mail-answer-on-page = Svar till den här adressen läses inte. Svara här: { $url }
mail-sent-by = Skickat av { $marketplace } med { -brand }, eftersom ärendet rör dig.

# Ämnesraden i mejl om ett ärende, och allt som ett mejl säger om ett konfidentiellt ärende. Kort och utan namn.
mail-subject = { $number }: { $kind }
mail-case = Ärende
mail-withheld = Ärendet är konfidentiellt, så mejlet innehåller inga detaljer. Öppna ärendet för att läsa dem.
mail-kind-confirmation = Vi har tagit emot din rapport
mail-kind-new-report = Ny rapport
mail-kind-new-report-urgent = Brådskande ny rapport
mail-kind-acknowledged = Någon i säkerhetsteamet har läst din rapport
mail-kind-assessed = Allvarlighetsgrad och prioritet är beslutade
mail-kind-scored = Säkerhetsteamet har poängsatt sårbarheten
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
mail-confirmation-text = Din rapport har nummer { $number }. Ange det när du skriver eller talar om saken.
mail-confirmation-counted = { $counted } I UTC är det { $utc }.
mail-confirmation-next = Så går det vidare: en person på desken läser rapporten och svarar dig senast vid tiden ovan. Därefter får du veta hur allvarlig saken är och hur snart den tas om hand.
mail-confirmation-meanwhile = Ändras något innan dess kan du lägga till det på ärendets sida. Du behöver inte vänta på svar.

mail-new-report-heading = En ny rapport från { $publisher }
mail-new-report-urgent = Enligt rapporten pågår skada just nu.
mail-new-report-text = Svara utgivaren personligen senast vid tiden nedan.

mail-acknowledged-heading = { $who } har din rapport
mail-acknowledged-text = { $who } på desken har läst din rapport och följer den härifrån.

mail-assessed-heading = Hur allvarligt det är och hur snart det tas om hand
mail-assessed-text = Desken har beslutat om allvarlighetsgrad och prioritet. Ser du annorlunda på saken, skriv det på ärendets sida.

mail-scored-heading = Så poängsätter desken sårbarheten
mail-scored-text = De här svaren skiljer sig från era, av skälen ovan. På ärendets sida kan ni godta poängen, eller bestrida den en gång med ett skäl.
mail-scored-same = Inget i den säger emot det som ni angav.
mail-score-accepted-heading = { $publisher } godtar deskens poäng
mail-score-accepted-text = Nu är de två bedömningarna lika.
mail-score-contested-heading = { $publisher } bestrider deskens poäng
mail-score-contested-text = Se på den en gång till: poängsätt på nytt, eller håll fast vid den. Utgivaren ger det här skälet:

mail-question-heading = Desken har en fråga
mail-question-text = Ärendet väntar på ditt svar. Behöver du mer tid, säg till innan tiden går ut.

mail-message-heading = Ett meddelande från { $who }
mail-answer-heading = Ett svar från { $who }
mail-from-the-desk = desken
mail-from-the-publisher = utgivaren

mail-mitigating-heading = Arbetet med erbjudandet och dess kunder har börjat
mail-mitigating-text = Det här gör desken nu:

mail-outcome-heading = Bedömningens utfall
mail-closed-heading = Ärendet är avslutat
mail-closed-text = Saknas något, eller händer det igen, be desken öppna ärendet på nytt eller skicka in en ny rapport som anger det här numret.

mail-reopened-heading = Ärendet är öppet igen
mail-reopened-text = Desken har tagit upp det igen av det här skälet:

mail-withdrawn-heading = { $publisher } har återkallat sin rapport
mail-withdrawn-text = Utgivaren gav det här skälet:

mail-invitation-subject = Din inbjudan till { $organisation }
mail-invitation-heading = Du är inbjuden
mail-invitation-text = { $inviter } bjuder in dig till { $organisation } på { $marketplace }, där säkerhetshändelser rapporteras och följs.
mail-invitation-text-unnamed = Du är inbjuden till { $organisation } på { $marketplace }, där säkerhetshändelser rapporteras och följs.
mail-invitation-desk = säkerhetsdesken
mail-invitation-button = Tacka ja till inbjudan
mail-password-reset-subject = Välj ett nytt lösenord
mail-password-reset-heading = Välj ett nytt lösenord
mail-password-reset-text = Någon, troligen du, har bett om ett nytt lösenord för den här adressen på { $marketplace }.
mail-password-reset-button = Välj ett nytt lösenord
mail-link-until = Länken fungerar en gång, till { $time }. Skicka den inte vidare.
mail-link-ignore = Om du inte väntade dig det här behöver du inte göra något: ingenting ändras.
mail-sent-by-link = Skickat av { $marketplace } med { -brand }.

# En ändring av ett konto, till den som har det.
mail-account-subject = { $heading } ({ $marketplace })
mail-account-password = Ditt lösenord har ändrats
mail-account-password-text = Ditt konto har fått ett nytt lösenord. Alla andra sessioner är avslutade och dina API-nycklar fungerar inte längre.
mail-account-role = Din roll har ändrats
mail-account-role-text = Din roll i { $organisation } är nu: { $role }.
mail-account-desk-role-text = Din roll i säkerhetsteamet är nu: { $role }.
mail-account-no-role = ingen roll
mail-account-token-made = En API-nyckel har skapats
mail-account-token-made-text = API-nyckeln ”{ $name }” kan nu användas i ditt namn.
mail-account-token-revoked = En API-nyckel har återkallats
mail-account-token-revoked-text = API-nyckeln ”{ $name }” fungerar inte längre.
mail-account-calendar-made = En kalenderadress har skapats
mail-account-calendar-made-text = Kalenderadressen ”{ $name }” visar nu dina tidsgränser.
mail-account-calendar-revoked = En kalenderadress har återkallats
mail-account-calendar-revoked-text = Kalenderadressen ”{ $name }” fungerar inte längre.
mail-account-off = Ditt konto har stängts av
mail-account-off-text = Du kan inte längre logga in på { $marketplace }. Kontakta säkerhetsteamet om det är fel.
mail-account-on = Ditt konto har slagits på
mail-account-on-text = Du kan logga in på { $marketplace } igen.
mail-account-when = När
mail-account-unexpected = Om du inte väntade dig det här: välj ett nytt lösenord på { $address } och kontakta säkerhetsteamet.
mail-account-button = Gå till ditt konto
mail-sent-by-account = Skickat av { $marketplace } med { -brand } för att ditt konto har ändrats.

# Tidsgränser, till desken. $target är vad en klocka mäter, $count hur många de är.
mail-alert-half = Halva tiden har gått
mail-alert-late = Tre fjärdedelar av tiden har gått
mail-alert-missed = Missat
mail-alert-harm = Skada sker just nu
mail-alert-subject = { $state }: { $target }
mail-alert-subject-many = { $count } tidsgränser behöver dig
mail-alert-harm-text = { $publisher } uppger att skada sker: en brist utnyttjas, ett angrepp pågår, eller ett bygge eller konto är övertaget. Öppna ärendet och svara personligen.
mail-alert-many-text = Det mest brådskande först. Det som har gjorts under tiden är utelämnat.
mail-alert-entry = { $case }. { $state }; senast { $due }.
mail-alert-queue = Öppna kön
mail-sent-by-alert = Skickat av { $marketplace } med { -brand } till dem som svarar för ärendena.
