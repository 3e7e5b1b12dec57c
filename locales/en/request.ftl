# A publisher's way to a report.
request-start = Start request
request-untitled = Untitled request
request-crumb = Request
request-back-to-topics = Your request
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
request-new-need-fix = What customers can do today, if there is anything.
request-new-saved = Every answer is saved as you go, for you and your colleagues.
request-new-hurry = Is harm being done right now?
request-new-hurry-text = Send what you have. A title, a description and one offer are enough for an incident.
request-category = What kind of security event is it?
request-category-hint = If you are not sure, choose the last one. You can change it later without typing anything twice.
request-category-title = Change the kind of security event
request-category-text = Nothing you have typed is lost. Answers that the new kind does not ask for are kept with the draft, but not sent.
request-category-kind = Kind
request-category-definition = Definition
request-category-examples = Examples
request-category-save = Save the kind
request-missing-category = Choose what kind of security event it is

# The list of topics.
request-tasks-title = Your request
request-tasks-lede = { $done ->
    [0] Take the topics in any order.
    [one] 1 of { $all } topics is done. Take them in any order.
   *[other] { $done } of { $all } topics are done. Take them in any order.
}
request-tasks-ready-lede = Everything that is needed is there. Check it once more, then send it.
request-tasks-progress = Topics done
request-tasks-still = Still needed:
request-tasks-check = Check your answers and send
request-tasks-check-hint = You see everything on one page before it goes to the desk.
request-tasks-ready = Ready to send
request-tasks-not-ready = Something is missing
request-tasks-saved = Started by { $name }. Last saved { $time }.
request-tasks-shared = Everybody at { $organisation } who may report can open this draft. The desk cannot see it.
request-change-category = Change the kind
request-remove = Throw this draft away
request-state-done = Done
request-state-started = Started
request-state-to-do = To do
request-state-optional = Optional

request-topic-problem = What is the problem?
request-topic-why-problem = So that the desk knows what it is about and which offers to look at.
request-topic-vulnerability = The vulnerability
request-topic-why-vulnerability = How bad it is, and how soon something must be done, follows from these answers.
request-topic-incident = The incident
request-topic-why-incident = Whether it is still going on, and what was touched, decides what is done first. Send what you know; leave the rest empty.
request-topic-resolution = Resolution or mitigation
request-topic-why-resolution = A good workaround now is worth more to customers than a perfect fix later.
request-topic-customers = A message to customers
request-topic-why-customers = Customers who are affected should hear the same thing from you and from the marketplace.
request-topic-handling = How to handle this report
request-topic-why-handling = How long it stays confidential, who may read it, and how severe you think it is.

# A topic's page.
request-topic-of = Topic { $place } of { $all }
request-read-by = Read by:
request-read-by-both = { $organisation } and the desk
request-read-by-after = , once you have sent the request
request-save-continue = Save and continue
request-save-later = Save and come back later
request-saving = Saving
request-saved = Saved { $time }
request-save-failed = Not saved yet. Trying again.
request-save-conflict = This topic was changed elsewhere. Your text is kept.
request-signed-out = You are signed out. Your text is kept.
request-sign-in = Sign in again
request-restored = Your unsaved text is back.
request-restore = Put my text back

request-conflict = This topic was saved elsewhere in the meantime
request-conflict-text = A colleague did, or you in another window. Nothing was overwritten. The form below holds what you typed.
request-conflict-stored = What is saved now
request-conflict-typed = What you typed
request-conflict-empty = Nothing
request-conflict-keep = Keep what is saved
request-conflict-advice = Or change the form below and save it over what is saved now.

request-sent-meanwhile = This request was sent in the meantime
request-sent-meanwhile-text = A colleague has sent it as { $number }, without what you typed last. Copy it from here and write it to the desk on the page of the case.
request-sent-open = Open { $number }

# The problem.
request-title = Title
request-title-hint = What, where, and what it leads to. For example: Sign-in can be bypassed in Analytics 4.2.
request-missing-title = Write a title
request-description = What happens, or could happen?
request-description-hint = In your own words: what you see, how it can be repeated, what it leads to. No passwords, keys or customer data, please.
request-missing-description = Describe what happens, or could happen
request-affected = Which offers are affected?
request-affected-hint = Choose all that apply. Leave plans empty for all of them, and versions empty if you do not know yet.
request-missing-affected = Choose an affected offer, or type its name
request-affected-offer = Offer
request-affected-name = Name of the offer
request-missing-affected-name = Type the name of the offer, or remove the row
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
request-vulnerability-cvss-hint = One a line, with all base metrics; each version you score has its own. For example CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.
request-vulnerability-exploited = Is it being exploited?
request-vulnerability-public = Is it publicly known?
request-vulnerability-proof-of-concept = Is there a proof of concept?
request-vulnerability-default-configuration = Is the default configuration affected?
request-vulnerability-upstream-component = Component it comes from
request-vulnerability-upstream-component-hint = If the weakness is in something you build on. For example log4j-core 2.14.1.
request-vulnerability-finder = Who found it, and what do they plan?
request-vulnerability-finder-hint = Most important: any date on which they want to publish.

# The incident.
request-incident-ongoing = Is it still going on?
request-incident-began = When did it begin?
request-incident-began-hint = With the time zone, as well as you know it. For example 22 November, about 03:00 UTC.
request-incident-noticed = When was it noticed?
request-incident-confirmed = When was it confirmed?
request-incident-touched = What was touched?
request-incident-touched-hint = Choose all that apply, also if you only suspect it.
request-incident-customers-affected = Which and how many customers?
request-incident-regions = In which regions?
request-incident-tokens-to-revoke = Tokens that the marketplace should revoke
request-incident-tokens-to-revoke-hint = Names or ids only, never the secrets themselves.
request-incident-told = Who has been told?
request-incident-told-hint = Customers, authorities, the police, insurers.
request-incident-evidence = What evidence is kept?
request-incident-contact = Who can be reached at any hour?
request-incident-contact-hint = A name and a telephone number.

# Resolution.
request-resolution-exists = Is there a way to resolve or mitigate it?
request-resolution-none = No, not yet
request-resolution-some = Yes, without steps so far
request-resolution-none-hint = The desk looks for one with you.
request-resolution-steps = Remediation steps
request-resolution-steps-hint = One action per step, in the order customers should take them.
request-resolution-step = Step { $number }
request-missing-resolution-steps = Write what customers do, or choose that there is no way yet
request-resolution-add = Add another step
request-resolution-removed = Step removed
request-resolution-available = When is a fix out, or expected?

# Message to customers.
request-customer-message-kind = Is there something to tell customers?
request-customer-message-kind-hint = Nothing goes to customers before you and the desk have agreed on it.
request-message-draft = Yes, here is a draft
request-message-help = Yes, please help us write one
request-message-none = No, not for now
request-customer-message-text = Draft of the message
request-missing-customer-message-text = Write the draft, or choose another answer
request-message-reader = you and the desk now; customers when both have agreed

# Handling.
request-embargo = Until when is it confidential?
request-embargo-hint = An embargo ends at an hour, in a time zone. Leave the date empty if there is none.
request-embargo-date = Date
request-embargo-time = Time
request-embargo-zone = Time zone
request-tlp = Who may it be passed on to?
request-proposed-severity = How severe do you think it is?
request-proposed-severity-hint = The desk decides, and says why.
request-own-reference = Your own reference
request-own-reference-hint = The number of the ticket in your own system.

# Check and send.
request-check-title = Check your answers
request-check-lede = Once it is sent you can always add to the case, but you cannot take an answer back.
request-check-none = Not given
request-check-wrong = Before you can send it
request-check-changed = A colleague has changed the request since you opened this page
request-check-changed-text = Nothing was sent. Check the answers below once more.
request-check-kind = Kind of event
request-check-goes-to = Goes to:
request-check-desk = { $marketplace } desk
request-check-others = { $count ->
    [0] You get a copy by mail.
    [one] You and 1 more person in your organisation get a copy by mail.
   *[other] You and { $count } more people in your organisation get a copy by mail.
}
request-check-send = Send the request
request-check-not-yet = Send it later
request-offer-versions = { $offer }, versions { $versions }
request-offer-fixed = { $offer }, fixed in { $version }

# Throwing away.
request-removal-title = Throw this draft away?
request-removal-text = “{ $name }”, started by { $author }, is deleted for everybody in your organisation. It cannot be brought back.
request-removal-yes = Throw it away
request-removal-no = Keep it

# Confirmation.
confirmation-title = { $number }: your request is with the desk
confirmation-heading = Your request is with the desk. Your confirmation number is
confirmation-number-copied = Number copied
confirmation-copy-failed = Could not copy. Select the number instead.
confirmation-copy = Copy the number
confirmation-mail = { $count ->
    [0] Nobody could be mailed. Write the number down.
    [one] 1 person at { $organisation } gets it by mail. Quote the number in any mail, call or file.
   *[other] { $count } people at { $organisation } get it by mail. Quote the number in any mail, call or file.
}
confirmation-sent-at = Sent { $time }.
confirmation-next = What happens next
confirmation-acknowledged = A person has acknowledged it.
confirmation-promise = A person acknowledges it by { $time }.
confirmation-promise-text = That is { $within }.
confirmation-promise-skipped = That is { $within }: { $days } do not count.
confirmation-promise-skipped-one = That is { $within }: { $days } does not count.
confirmation-urgent = Your report says that harm is being done now, so it is marked urgent at the desk.
confirmation-assess = It gets a severity and a priority.
confirmation-assess-text = You are told both, with the reasons. If the desk has questions, they come by mail and are shown on the case page.
confirmation-agree = You and the desk agree on what to do with the offer and what customers are told.
confirmation-agree-text = The case page always shows where it stands, whose move it is, and by when.
confirmation-more = Do you know more?
confirmation-more-text = Add it at any time: write to the desk on the case page. Everything stays under this number.
confirmation-reach = You can also mail the desk, with the number in the subject:
confirmation-follow = Follow the case
confirmation-add = Add something
confirmation-home = Your cases
