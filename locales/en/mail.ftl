# Mails. Each has one purpose and reads well as plain text.

mail-greeting = Hello { $name },
mail-desk-of = The security desk of { $marketplace }
mail-open-case = Open the case
mail-number = Number
mail-offers = Offers
mail-publisher = Publisher
mail-category = Category
mail-received = Received
mail-promise = A person answers by
mail-due = Due
mail-severity = Severity
mail-priority = Priority
mail-outcome = Outcome
mail-accepted-until = Accepted until
mail-wrote = { $who } wrote:
mail-answer-on-page = Replies to this address are not read. Answer here: { $url }
mail-sent-by = Sent by { $marketplace } with { -brand }, because this case concerns you.

# The subject of a mail about a case, and all that a mail says of a confidential one. Short, and without names.
mail-subject = { $number }: { $kind }
mail-case = Case
mail-withheld = The case is confidential, so this mail does not include its details. Open the case to read them.
mail-kind-confirmation = We have your report
mail-kind-new-report = New report
mail-kind-new-report-urgent = Urgent new report
mail-kind-acknowledged = Someone at the desk has read your report
mail-kind-assessed = Severity and priority decided
mail-kind-scored = The desk has scored the vulnerability
mail-kind-score-accepted = The publisher accepts the score
mail-kind-score-contested = The publisher contests the score
mail-kind-question = The desk has a question for you
mail-kind-answer = Your question has been answered
mail-kind-message-from-desk = New message from the desk
mail-kind-message-from-publisher = New message from the publisher
mail-kind-mitigating = Mitigation has started
mail-kind-outcome = Outcome of the assessment
mail-kind-closed = The case is closed
mail-kind-reopened = The case has been reopened
mail-kind-withdrawn = The publisher has withdrawn the report

mail-confirmation-heading = We have your report
mail-confirmation-text = Your report has the number { $number }. Quote it whenever you write or speak about this matter.
mail-confirmation-counted = { $counted } In UTC that is { $utc }.
mail-confirmation-next = What happens next: a person at the desk reads your report and answers you by the time above. After that you are told how severe it is and how soon it is dealt with.
mail-confirmation-meanwhile = If something changes before then, add it on the page of the case. You do not have to wait for an answer.

mail-new-report-heading = A new report from { $publisher }
mail-new-report-urgent = The report says that harm is being done now.
mail-new-report-text = Answer the publisher in person by the time below.

mail-acknowledged-heading = { $who } has your report
mail-acknowledged-text = { $who } at the desk has read your report and follows it from here.

mail-assessed-heading = How severe it is, and how soon it is dealt with
mail-assessed-text = The desk has decided on severity and priority. If you see it differently, say so on the page of the case.

mail-scored-heading = How the desk scores the vulnerability
mail-scored-text = These answers differ from yours, for the reasons above. On the page of the case you can accept the score, or contest it once with a reason.
mail-scored-same = Nothing in it contradicts what you gave.
mail-score-accepted-heading = { $publisher } accepts the desk’s score
mail-score-accepted-text = The two opinions are the same now.
mail-score-contested-heading = { $publisher } contests the desk’s score
mail-score-contested-text = Look at it once more: score again, or hold to it. The publisher gives this reason:

mail-question-heading = The desk has a question
mail-question-text = The case waits for your answer. If you need more time, say so before it is due.

mail-message-heading = A message from { $who }
mail-answer-heading = An answer from { $who }
mail-from-the-desk = the desk
mail-from-the-publisher = the publisher

mail-mitigating-heading = Work on the offer and its customers has begun
mail-mitigating-text = This is what the desk does now:

mail-outcome-heading = The outcome of the assessment
mail-closed-heading = The case is closed
mail-closed-text = If something is missing or it happens again, ask the desk to reopen the case, or submit a new report that names this number.

mail-reopened-heading = The case is open again
mail-reopened-text = The desk has taken it up again, for this reason:

mail-withdrawn-heading = { $publisher } has taken its report back
mail-withdrawn-text = The publisher gave this reason:

mail-invitation-subject = Your invitation to { $organisation }
mail-invitation-heading = You are invited
mail-invitation-text = { $inviter } invites you to { $organisation } in { $marketplace }, where security events are reported and followed.
mail-invitation-text-unnamed = You are invited to { $organisation } in { $marketplace }, where security events are reported and followed.
mail-invitation-desk = the security desk
mail-invitation-button = Accept the invitation
mail-password-reset-subject = Choose a new password
mail-password-reset-heading = Choose a new password
mail-password-reset-text = Somebody, probably you, asked for a new password for this address in { $marketplace }.
mail-password-reset-button = Choose a new password
mail-link-until = The link works once, until { $time }. Do not pass it on.
mail-link-ignore = If you did not expect this, do nothing: nothing changes.
mail-sent-by-link = Sent by { $marketplace } with { -brand }.

# A change of an account, to its owner.
mail-account-subject = { $heading } ({ $marketplace })
mail-account-password = Your password was changed
mail-account-password-text = A new password was set for your account. All other sessions have ended, and your API tokens no longer work.
mail-account-role = Your role was changed
mail-account-role-text = Your role in { $organisation } is now: { $role }.
mail-account-desk-role-text = Your role at the security desk is now: { $role }.
mail-account-no-role = no role
mail-account-token-made = An API token was created
mail-account-token-made-text = The API token “{ $name }” can now act for you.
mail-account-token-revoked = An API token was revoked
mail-account-token-revoked-text = The API token “{ $name }” no longer works.
mail-account-calendar-made = A calendar address was created
mail-account-calendar-made-text = The calendar address “{ $name }” now shows your due dates.
mail-account-calendar-revoked = A calendar address was revoked
mail-account-calendar-revoked-text = The calendar address “{ $name }” no longer works.
mail-account-off = Your account was switched off
mail-account-off-text = You can no longer sign in to { $marketplace }. If this is a mistake, contact the security desk.
mail-account-on = Your account was switched on
mail-account-on-text = You can sign in to { $marketplace } again.
mail-account-when = When
mail-account-unexpected = If you did not expect this, choose a new password at { $address } and contact the security desk.
mail-account-button = Go to your account
mail-sent-by-account = Sent by { $marketplace } with { -brand } because your account changed.

# Deadlines, to the desk. $target is what a clock measures, $count how many there are.
mail-alert-half = Half of the time is over
mail-alert-late = Three quarters of the time are over
mail-alert-missed = Missed
mail-alert-harm = Harm is being done now
mail-alert-subject = { $state }: { $target }
mail-alert-subject-many = { $count } deadlines need you
mail-alert-harm-text = { $publisher } says that harm is being done: it is exploited, an attack goes on, or a build or an account was taken over. Open the case and answer in person.
mail-alert-many-text = The most urgent first. What was done in the meantime is left out.
mail-alert-entry = { $case }. { $state }; due { $due }.
mail-alert-queue = Open the queue
mail-sent-by-alert = Sent by { $marketplace } with { -brand } to those who answer for these cases.
