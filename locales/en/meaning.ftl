# What the codes of code.ftl mean, where a name is not enough.

# The table that a publisher chooses a category from.
category-incident-definition = Something has happened, or probably has. Someone read, changed, destroyed or blocked what they should not have, or took over the product, its build or its publishing account.
category-incident-examples = Customer records copied by a stranger; files encrypted and a ransom asked; a signing key or access token stolen; a published version that nobody on your team built.
category-vulnerability-definition = A flaw in the product that could allow an incident. There is no sign yet that anyone has used it.
category-vulnerability-examples = A request that runs commands without signing in; one customer able to read another’s data; a component with a known CVE; a password built into the program.
category-both-definition = A flaw that has been used, or you cannot tell yet. You answer both sets of questions and get one number.
category-both-examples = Unusual sign-ins after a flaw became known; a researcher shows real customer data as proof; an add-in behaves in a way its code does not explain.

# One line each, where a TLP 2.0 marking is chosen or shown.
tlp-red-meaning = Only for the people named. They cannot share it, not even with colleagues.
tlp-amber-strict-meaning = Only for people in the receiving organisation, and only those who need it.
tlp-amber-meaning = For people in the receiving organisation who need it, and its customers who need it to protect themselves.
tlp-green-meaning = Can be shared in the security community, but not in public channels.
tlp-clear-meaning = Can be shared without limit. Copyright still applies.

# What the desk communicates; each is shown beside the name of the outcome.
outcome-mitigated-meaning = The harm is stopped. The cause remains.
outcome-fixed-meaning = The cause is gone.
outcome-not-affected-meaning = The offer does not have this vulnerability, or was not affected.
outcome-not-reproducible-meaning = We could not reproduce it.
outcome-not-a-security-event-meaning = This is not a security issue. Ordinary support can help.
outcome-duplicate-meaning = Another case covers the same thing and continues.
outcome-upstream-meaning = The cause is in someone else’s component, and they have to fix it.
outcome-risk-accepted-meaning = The cause remains for now. We review it on the date given.
outcome-offer-withdrawn-meaning = The offer is no longer sold.
outcome-withdrawn-meaning = The publisher has withdrawn the report.
