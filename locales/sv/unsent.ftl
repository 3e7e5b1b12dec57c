### Det som är skrivet men inte skickat.

unsent-saved = Utkast sparat { $time }. Bara du ser det.
unsent-conflict = Du har skrivit något annat här i ett annat fönster. Den här texten finns kvar i webbläsaren.
unsent-offline = Inte skickat: du är offline. Din text finns kvar i webbläsaren. Inget skickas av sig självt: tryck på knappen igen när du är uppkopplad.
unsent-offline-here = Inte skickat: du är offline. Det du fyllde i finns bara på den här sidan, så låt den vara öppen. Tryck på knappen igen när du är uppkopplad.
unsent-away = Inte skickat: vi går inte att nå just nu. Din text finns kvar i webbläsaren. Inget skickas av sig självt: tryck på knappen igen om en minut.
unsent-away-here = Inte skickat: vi går inte att nå just nu. Det du fyllde i finns bara på den här sidan, så låt den vara öppen. Tryck på knappen igen om en minut.
unsent-online = Du är uppkopplad igen. Din text är inte skickad än: tryck på knappen för att skicka den.
unsent-back = Din oskickade text är tillbaka.
