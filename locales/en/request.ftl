# A publisher's way to a report.
request-start = Report a security event
request-untitled = Untitled report
request-crumb = Report
request-back-to-topics = Your report
request-field-other = Another answer

# What kind of event.
request-new-title = Report a security event
request-new-lede = It takes about five minutes. You can send what you know now and add the rest later.
request-new-type = Problem type
request-new-type-security = Security event
request-new-type-security-hint = A security incident or a vulnerability in something you sell here.
request-new-others = Something else?
request-new-others-text = { $marketplace } handles these elsewhere:
request-new-elsewhere = (opens another page)
request-new-need = What you need
request-new-need-offers = Which of your offers are affected, and in which versions.
request-new-need-what = What happens or could happen, in your own words.
request-new-need-cve = For a vulnerability: a CVE number, another advisory id, or a CVSS vector.
request-new-need-fix = What customers can do today, if anything.
request-new-saved = Every answer is saved as you go, for you and your colleagues.
request-new-hurry = Is harm happening right now?
request-new-hurry-text = Send what you have. A title, a description and one offer are enough for an incident.
request-category = What kind of security event is it?
request-category-hint = If you are not sure, choose the last one. You can change it later without retyping anything.
request-category-title = Change the category
request-category-text = Nothing you have typed is lost. Answers that the new category does not ask for are kept with the draft, but not sent.
request-category-kind = Category
request-category-definition = Definition
request-category-examples = Examples
request-category-save = Save category
request-missing-category = Choose what kind of security event it is

# The list of sections.
request-tasks-title = Your report
request-tasks-lede = { $done ->
    [0] Complete the sections in any order.
    [one] 1 of { $all } sections is done. Complete them in any order.
   *[other] { $done } of { $all } sections are done. Complete them in any order.
}
request-tasks-ready-lede = You have answered everything we need. Check your answers, then send.
request-tasks-progress = Sections done
request-tasks-still = Still needed:
request-tasks-check = Check your answers and send
request-tasks-check-hint = You see everything on one page before it goes to the desk.
request-tasks-ready = Ready to send
request-tasks-not-ready = Something is missing
request-tasks-saved = Started by { $name }. Last saved { $time }.
request-tasks-shared = Everyone at { $organisation } who can report can open this draft. The desk cannot see it.
request-change-category = Change category
request-remove = Delete draft
request-state-done = Done
request-state-started = Started
request-state-to-do = To do
request-state-optional = Optional

request-topic-problem = What is the problem?
request-topic-why-problem = So that we know what it is about and which offers to look at.
request-topic-vulnerability = The vulnerability
request-topic-why-vulnerability = Your answers decide the severity and how fast we act.
request-topic-incident = The incident
request-topic-why-incident = What we do first depends on whether it is ongoing and what was affected. Send what you know; leave the rest empty.
request-topic-resolution = Resolution or mitigation
request-topic-why-resolution = A good workaround now is worth more to customers than a perfect fix later.
request-topic-customers = A message to customers
request-topic-why-customers = Affected customers should hear the same thing from you and from the marketplace.
request-topic-handling = How to handle this report
request-topic-why-handling = How long it stays confidential, who can read it, and how severe you think it is.

# A section's page.
request-topic-of = Section { $place } of { $all }
request-read-by = Read by:
request-read-by-both = { $organisation } and the desk
request-read-by-after = , once you have sent the report
request-save-continue = Save and continue
request-save-later = Save and come back later
request-saving = Saving
request-saved = Saved { $time }
request-save-failed = Not saved yet. Trying again.
request-save-conflict = This section was changed elsewhere. Your text is kept.
request-signed-out = You are signed out. Your text is kept.
request-sign-in = Sign in again
request-restored = Your unsaved text is restored.
request-restore = Restore my text

request-conflict = This section was saved elsewhere in the meantime
request-conflict-text = By a colleague, or by you in another window. Nothing was overwritten. The form below holds what you typed.
request-conflict-stored = What is saved now
request-conflict-typed = What you typed
request-conflict-empty = Nothing
request-conflict-keep = Keep what is saved
request-conflict-advice = Or change the form below and save it to replace what is saved now.

request-sent-meanwhile = This report was sent in the meantime
request-sent-meanwhile-text = A colleague has sent it as { $number }, without what you typed last. Copy it from here and send it to the desk on the case page.
request-sent-open = Open { $number }

# The problem.
request-title = Title
request-title-hint = What, where, and what it leads to. For example: Sign-in can be bypassed in Analytics 4.2.
request-missing-title = Enter a title
request-description = What happens, or could happen?
request-description-hint = In your own words: what you see, how to reproduce it, what it leads to. No passwords, keys or customer data, please.
request-missing-description = Describe what happens, or could happen
request-affected = Which offers are affected?
request-affected-hint = Choose all that apply. Leave plans empty for all of them, and versions empty if you do not know yet.
request-missing-affected = Choose an affected offer, or type its name
request-affected-offer = Offer
request-affected-name = Name of the offer
request-missing-affected-name = Enter the name of the offer, or remove the row
request-affected-plans = Plans
request-affected-versions = Affected versions
request-affected-fixed-in = Fixed in version
request-affected-more = { $count ->
    [one] 1 more offer
   *[other] { $count } more offers
}
request-affected-typed = Not in the list
request-affected-add = Add an offer that is not listed
request-affected-removed = Offer removed
request-affected-row = Offer { $number }
request-remove-row = Remove
request-noticed-how = How was it noticed?

# The vulnerability.
request-vulnerability-cves = CVE number
request-vulnerability-cves-hint = For example CVE-2021-44228. Separate several with commas. If there is no CVE, give a GHSA, OSV, EUVD or GCVE id, or a CVSS vector below.
request-vulnerability-cvss = CVSS vectors
request-vulnerability-cvss-hint = One per line, with all base metrics; each version you score has its own. For example CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.
request-vulnerability-exploited = Is it being exploited?
request-vulnerability-public = Is it publicly known?
request-vulnerability-proof-of-concept = Is there a proof of concept?
request-vulnerability-default-configuration = Is the default configuration affected?
request-vulnerability-upstream-component = Upstream component
request-vulnerability-upstream-component-hint = If the flaw is in something you build on. For example log4j-core 2.14.1.
request-vulnerability-finder = Who found it, and what do they plan?
request-vulnerability-finder-hint = Most important: any date they plan to publish on.

# The incident.
request-incident-ongoing = Is it ongoing?
request-incident-began = When did it begin?
request-incident-began-hint = As precisely as you know, with the time zone. For example 22 November, about 03:00 UTC.
request-incident-noticed = When was it noticed?
request-incident-confirmed = When was it confirmed?
request-incident-touched = What was affected?
request-incident-touched-hint = Choose all that apply, even if you only suspect it.
request-incident-customers-affected = Which and how many customers?
request-incident-regions = In which regions?
request-incident-tokens-to-revoke = Tokens that the marketplace should revoke
request-incident-tokens-to-revoke-hint = Names or ids only, never the secrets themselves.
request-incident-told = Who have you notified?
request-incident-told-hint = Customers, authorities, the police, insurers.
request-incident-evidence = What evidence have you kept?
request-incident-contact = Who can we reach at any hour?
request-incident-contact-hint = A name and a telephone number.

# Resolution.
request-resolution-exists = Is there a way to resolve or mitigate it?
request-resolution-none = No, not yet
request-resolution-some = Yes, but no steps yet
request-resolution-none-hint = We will look for one with you.
request-resolution-steps = Remediation steps
request-resolution-steps-hint = One action per step, in the order customers should take them.
request-resolution-step = Step { $number }
request-missing-resolution-steps = Write what customers should do, or choose that there is no way yet
request-resolution-add = Add another step
request-resolution-removed = Step removed
request-resolution-available = When will a fix be available?

# Message to customers.
request-customer-message-kind = Is there something to tell customers?
request-customer-message-kind-hint = Nothing goes to customers until you and the desk agree on it.
request-message-draft = Yes, here is a draft
request-message-help = Yes, please help us write one
request-message-none = No, not for now
request-customer-message-text = Draft message
request-missing-customer-message-text = Write the draft, or choose another answer
request-message-reader = you and the desk now; customers when both have agreed

# Handling.
request-embargo = When can it become public?
request-embargo-hint = Give date, time and time zone. Leave empty if there is no embargo.
request-embargo-date = Date
request-embargo-time = Time
request-embargo-zone = Time zone
request-tlp = Who can we share this with?
request-proposed-severity = How severe do you think it is?
request-proposed-severity-hint = The desk decides, and says why.
request-own-reference = Your own reference
request-own-reference-hint = The ticket number in your own system.

# Check and send.
request-check-title = Check your answers
request-check-lede = After you send it you can add more, but not change these answers.
request-check-none = Not given
request-check-wrong = Before you can send it
request-check-changed = A colleague has changed the report since you opened this page
request-check-changed-text = Nothing was sent. Check the answers below again.
request-check-kind = Category
request-check-goes-to = Goes to:
request-check-desk = { $marketplace } desk
request-check-others = { $count ->
    [0] You get a copy by mail.
    [one] You and 1 more person in your organisation get a copy by mail.
   *[other] You and { $count } more people in your organisation get a copy by mail.
}
request-check-send = Send report
request-check-not-yet = Send later
request-offer-versions = { $offer }, versions { $versions }
request-offer-fixed = { $offer }, fixed in { $version }

# Deleting a draft.
request-removal-title = Delete this draft?
request-removal-text = “{ $name }”, started by { $author }, will be deleted for everyone in your organisation. You cannot undo this.
request-removal-yes = Delete draft
request-removal-no = Keep draft

# Confirmation.
confirmation-title = { $number }: your report is with the desk
confirmation-heading = Your report is with the desk. Your confirmation number is
confirmation-number-copied = Number copied
confirmation-copy-failed = Could not copy. Select the number instead.
confirmation-copy = Copy number
confirmation-mail = { $count ->
    [0] We could not mail anyone. Write the number down.
    [one] 1 person at { $organisation } gets it by mail. Quote the number in any mail, call or file.
   *[other] { $count } people at { $organisation } get it by mail. Quote the number in any mail, call or file.
}
confirmation-sent-at = Sent { $time }.
confirmation-next = What happens next
confirmation-acknowledged = A person has acknowledged it.
confirmation-promise = A person acknowledges it by { $time }.
confirmation-promise-text = That is { $within }.
confirmation-promise-skipped = That is { $within }. { $days } do not count.
confirmation-promise-skipped-one = That is { $within }. { $days } does not count.
request-both = This sounds like an incident too
request-both-exploited = It is being exploited.
request-both-kev = { $cve } is known to be exploited.
request-both-text = Report both: your answers are kept, and we ask a few questions about the incident.
request-both-button = Report both
confirmation-urgent-target = We aim to answer within { $time }.
confirmation-call = Is the attack happening now? Call us:
confirmation-urgent = Your report says that harm is ongoing, so it is marked urgent at the desk.
confirmation-assess = We decide severity and priority.
confirmation-assess-text = We will tell you both, and why. If we have questions, they come by mail and are shown on the case page.
confirmation-agree = You and the desk agree on what to do with the offer and what to tell customers.
confirmation-agree-text = The case page always shows the status, whose move it is, and by when.
confirmation-more = Do you know more?
confirmation-more-text = Add it at any time on the case page. Everything is kept under this number.
confirmation-reach = You can also mail the desk, with the number in the subject:
confirmation-follow = Follow the case
confirmation-add = Add something
confirmation-home = Your cases
