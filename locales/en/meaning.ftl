# What the codes of code.ftl mean, where a name is not enough.

# The table that a publisher chooses a category from.
category-incident-definition = Something has happened, or probably has. Someone read, changed, destroyed or blocked what they should not have, or took over the product, its build or its publishing account.
category-incident-examples = Customer records copied by a stranger; files encrypted and a ransom asked; a signing key or access token stolen; a version published that nobody on your team made.
category-vulnerability-definition = A weakness in the product that could allow an incident. There is no sign yet that anyone has used it.
category-vulnerability-examples = A request that runs commands without signing in; one customer able to read another’s data; a component with a known CVE; a password built into the program.
category-both-definition = A weakness that has been used, or you cannot tell yet. You answer both sets of questions and get one number.
category-both-examples = Odd sign-ins after a weakness became known; a researcher shows real customer data as proof; an add-in behaves in a way its code does not explain.

# One line each, where a TLP 2.0 marking is chosen or shown.
tlp-red-meaning = Only the people named may read it. They may not pass it on, not even to colleagues.
tlp-amber-strict-meaning = Only people in the organisation that receives it may read it, and only those who need to.
tlp-amber-meaning = People in the organisation that receives it, and those of its customers who need it to protect themselves, may read it.
tlp-green-meaning = It may be passed on in the security community, but not in public channels.
tlp-clear-meaning = It may be passed on without limit. Copyright still applies.

# What the desk communicates; each stands beside the name of the outcome.
outcome-mitigated-meaning = The harm is stopped. The cause is still there.
outcome-fixed-meaning = The cause is gone.
outcome-not-affected-meaning = The offer does not have this weakness, or was not touched.
outcome-not-reproducible-meaning = What was reported could not be made to happen again.
outcome-not-a-security-event-meaning = It is not a matter of security. Ordinary support can help.
outcome-duplicate-meaning = Another case is about the same thing and goes on.
outcome-upstream-meaning = The cause is in somebody else’s component, and they have to fix it.
outcome-risk-accepted-meaning = The cause stays for now. It is looked at again on the date given.
outcome-offer-withdrawn-meaning = The offer is no longer sold.
outcome-withdrawn-meaning = The publisher has taken the report back.
