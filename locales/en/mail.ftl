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
mail-subject = { $number }: { $kind }
mail-case = Case
mail-withheld = The case is confidential, so this mail does not include its details. Open the case to read them.
mail-kind-confirmation = We have your report
mail-kind-new-report = New report
mail-kind-new-report-urgent = Urgent new report
mail-kind-acknowledged = Someone at the desk has read your report
mail-kind-assessed = Severity and priority decided
mail-kind-scored = The desk has scored the vulnerability
mail-kind-reopening-requested = The publisher asks to reopen the case
mail-kind-reopening-declined = The case stays closed
mail-kind-score-kept = The desk keeps its score
mail-kind-score-changed = The desk has changed its score
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
mail-confirmation-text = Your confirmation number is { $number }. Quote it whenever you contact us about this report.
mail-confirmation-counted = { $counted } In UTC that is { $utc }.
mail-confirmation-call = Is the attack happening now? Call us: { $number }
mail-confirmation-next = What happens next: a person at the desk reads your report and answers you by the time above. Then we decide severity and priority, and tell you both, and why.
mail-confirmation-meanwhile = If something changes before then, add it on the case page. You do not have to wait for our answer.

mail-new-report-heading = A new report from { $publisher }
mail-new-report-urgent = The report says that harm is ongoing.
mail-new-report-text = Reply to the publisher personally by the time below.

mail-acknowledged-heading = { $who } has your report
mail-acknowledged-text = { $who } at the desk is handling your report.

mail-assessed-heading = Severity and priority
mail-assessed-text = The desk has decided severity and priority. If you disagree, say so on the case page.

mail-scored-heading = The desk’s score for the vulnerability
mail-scored-text = These answers differ from yours, for the reasons above. On the case page you can accept the score, or contest it once with a reason.
mail-scored-same = It does not contradict your score.
mail-reopening-requested-heading = { $publisher } asks to reopen the case
mail-reopening-requested-text = Reopen the case, or decline with a reason.
mail-reopening-declined-heading = The case stays closed
mail-reopening-declined-text = If there is something new, report it again and quote this number.
mail-score-kept-heading = The desk keeps its score
mail-score-kept-text = The desk has reviewed the score that you contested and keeps it. Both scores remain in the case; the desk’s applies. Its reason:
mail-score-changed-heading = The desk has changed its score
mail-score-changed-text = The desk has reviewed the score that you contested and changed it.
mail-score-accepted-heading = { $publisher } accepts the desk’s score
mail-score-accepted-text = Both sides now agree on the score.
mail-score-contested-heading = { $publisher } contests the desk’s score
mail-score-contested-text = Review your score: change it or keep it. The publisher gives this reason:

mail-question-heading = The desk has a question
mail-question-text = The case is waiting for your answer. If you need more time, tell us before it is due.

mail-message-heading = A message from { $who }
mail-answer-heading = An answer from { $who }
mail-from-the-desk = the desk
mail-from-the-publisher = the publisher

mail-mitigating-heading = Mitigation has started
mail-mitigating-text = What the desk is doing now:

mail-outcome-heading = The outcome of the assessment
mail-closed-heading = The case is closed
mail-closed-text = If something is missing or it happens again, ask the desk to reopen the case, or submit a new report that quotes this number.

mail-reopened-heading = The case is open again
mail-reopened-text = The desk reopened the case for this reason:

mail-withdrawn-heading = { $publisher } has withdrawn its report
mail-withdrawn-text = The publisher gave this reason:

mail-invitation-subject = Your invitation to { $organisation }
mail-invitation-heading = You are invited
mail-invitation-text = { $inviter } invites you to { $organisation } in { $marketplace }, where security events are reported and followed.
mail-invitation-text-unnamed = You are invited to { $organisation } in { $marketplace }, where security events are reported and followed.
mail-invitation-desk = the security desk
mail-invitation-button = Accept the invitation
mail-password-reset-subject = Choose a new password
mail-password-reset-heading = Choose a new password
mail-password-reset-text = Someone, probably you, asked for a new password for this address in { $marketplace }.
mail-password-reset-button = Choose a new password
mail-link-until = The link works once, until { $time }. Do not share it.
mail-link-ignore = If you did not expect this, ignore it. Nothing will change.
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
mail-alert-half = Half the time has passed
mail-alert-late = Three quarters of the time have passed
mail-alert-missed = Missed
mail-alert-harm = Ongoing harm
mail-alert-subject = { $state }: { $target }
mail-alert-subject-many = { $count } deadlines need your attention
mail-alert-harm-text = { $publisher } reports ongoing harm: it is being exploited, there is an ongoing attack, or a build or an account was taken over. Open the case and reply now.
mail-alert-many-text = Most urgent first. Anything done in the meantime is left out.
mail-alert-entry = { $case }. { $state }; due { $due }.
mail-alert-queue = Open the queue
mail-sent-by-alert = Sent by { $marketplace } with { -brand } to the people responsible for these cases.
