### What is typed and not sent yet.

unsent-saved = Draft saved { $time }. Only you can see it.
unsent-conflict = You wrote something else here in another window. This text is kept in this browser.
unsent-offline = Not sent: you are offline. Your text is kept in this browser. Nothing is sent by itself: press the button again when you are back online.
unsent-offline-here = Not sent: you are offline. What you entered is on this page only, so leave it open. Press the button again when you are back online.
unsent-away = Not sent: we cannot be reached right now. Your text is kept in this browser. Nothing is sent by itself: press the button again in a minute.
unsent-away-here = Not sent: we cannot be reached right now. What you entered is on this page only, so leave it open. Press the button again in a minute.
unsent-online = You are back online. Your text has not been sent yet: press the button to send it.
unsent-back = Your unsent text is back.
