# The start page of an organisation.
home-title = Your cases
home-count = { $count ->
    [0] no cases yet
    [one] 1 case
   *[other] { NUMBER($count) } cases
}
home-moves = What needs you
home-file = { $stage } due
home-open-filing = Open filing
home-your-move = Your move
home-asked = The desk has a question and is waiting for your answer.
home-asked-reader = The desk is waiting for an answer from your organisation.
home-by = by { $time }
home-answer = Answer
home-open-case = Open the case
home-list = Cases
home-list-order = Latest activity first
home-filter = Which cases
home-all = All
home-open = Open
home-changed = changed { $time }
home-duty-acknowledge = the desk acknowledges
home-duty-assess = the desk decides severity and priority
home-duty-answer = your answer
home-duty-reopening = the desk decides whether to reopen the case
home-duty-update = the desk gives you an update
home-duty-file = { $stage }, { $regime }
home-waits-for-you = Your move
home-newest = Newest
home-older = Older
home-empty = Nothing has been reported yet
home-empty-text = When something happens in one of your offers, or could, report it here. It takes about five minutes, and you can follow its progress at any time.
home-empty-reader = Nothing has been reported by your organisation yet. What your colleagues report appears here.
home-none = No cases here
home-none-text = None of your cases are in this state.
home-show-all = Show all cases
home-drafts = Drafts
home-drafts-hint = { $count ->
    [one] 1 draft, not sent. Only your organisation sees it.
   *[other] { NUMBER($count) } drafts, not sent. Only your organisation sees them.
}
home-draft = Draft
home-draft-saved = saved { $time }
home-draft-by = started by { $name }
