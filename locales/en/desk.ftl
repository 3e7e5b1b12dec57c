desk-title = What is due next
desk-count-open = { $count } open
# $count is the number as it is written, $number chooses the form.
desk-count-unowned = { $number ->
    [one] { $count } needs an owner
   *[other] { $count } need an owner
}
desk-count-missed = { $number ->
    [one] { $count } overdue
   *[other] { $count } overdue
}
desk-views = Views
desk-view-due = Due next
desk-view-ours = Our move
desk-view-mine = Mine
desk-view-unowned = Unowned
desk-view-theirs = Waiting on publisher
desk-view-all = All cases
desk-caption-due = Open cases, next due first
desk-caption-ours = Open cases waiting for the desk, next due first
desk-caption-mine = Your open cases, next due first
desk-caption-unowned = Open cases without an owner, next due first
desk-caption-theirs = Open cases waiting for their publisher, next due first
desk-caption-received = All cases, newest report first
desk-caption-changed = All cases, latest activity first
desk-number = Number
desk-case = Case
desk-publisher = Publisher
desk-severity = Severity
desk-priority = Priority
desk-category = Category
desk-stage = Status
desk-waiting-on = Waiting on
desk-due-next = Due next
desk-owner = Owner
desk-received = Received
desk-changed = Changed
# Small words before a cell when rows are shown as cards.
desk-label-from = from
desk-label-stage = status
desk-label-received = received
desk-label-changed = changed
desk-label-waiting = waiting on
desk-label-due = due
desk-label-owner = owner
desk-urgent = Ongoing harm
desk-nothing-due = nothing due
desk-choose = Select
desk-choose-all = Select all
desk-any = any
desk-any-value = Any
desk-publisher-hint = Start typing a name or key
desk-remove-filter = remove this filter
desk-without-filters = Show without filters
desk-unknown-filters = We do not know these filters, so we ignored them.
desk-my-views = My views
desk-view-name = Name of this view
desk-view-name-hint = Saves the view and its filters, only for you.
desk-save-view = Save this view
desk-remove-view = Remove
desk-view-name-missing = Enter a name for the view.
desk-view-name-too-long = The name has more than { NUMBER($max) } characters. Shorten it.
desk-view-name-control = The name contains a character that cannot be saved, such as a line break. Remove it.
desk-view-name-taken = You already have a view with this name. Choose another.
desk-view-too-many = You have { NUMBER($most) } views, the maximum. Remove one first.
desk-updated = The queue was updated
desk-has-changed = The queue has changed
desk-rows-shown = { $count ->
    [one] 1 case on this page
   *[other] { $count } cases on this page
}
desk-first-page = First page
desk-with-chosen = With the selected cases
desk-chosen = selected
desk-assign-to = Assign to
desk-assign-nobody = nobody
desk-me = me
desk-assign = Assign
desk-assigned = { $count ->
    [one] 1 case was assigned.
   *[other] { $count } cases were assigned.
}
desk-assign-nothing = Select the cases that you want to assign.
desk-assign-too-many = At most { NUMBER($most) } cases can be assigned at once.
desk-assign-no-owner = Choose someone at the desk who works on cases.
desk-assignment-title = Not all cases were assigned
desk-assignment-lede = { $done ->
    [0] No cases were assigned. Nothing else was changed.
    [one] 1 case was assigned. The others were not changed.
   *[other] { $done } cases were assigned. The others were not changed.
}
desk-outcome = Result
desk-outcome-assigned = Assigned
desk-outcome-already = Already in that state
desk-outcome-over = The case has ended
desk-outcome-changed = Changed by someone else
desk-outcome-not-found = Case not found
desk-back-to-queue = Back to the queue
desk-empty-due = No open cases
desk-empty-due-text = Every case is closed. New reports appear here automatically.
desk-empty-ours = Nothing is waiting for the desk
desk-empty-ours-text = It is the publisher’s move in every open case.
desk-empty-mine = You have no open cases
desk-empty-mine-text = Take one from the unowned cases.
desk-empty-unowned = Every open case has an owner
desk-empty-unowned-text = New reports appear here until someone takes them.
desk-empty-theirs = No case is waiting for its publisher
desk-empty-theirs-text = Cases with an open question to the publisher are listed here.
desk-empty-all = No cases yet
desk-empty-all-text = New reports appear here automatically.
desk-empty-filtered = No cases match these filters
desk-empty-filtered-text = Remove a filter, or show all cases.
desk-empty-page = Nothing more to show
desk-empty-page-text = You are past the last case in this view.
desk-key-move = move
desk-key-open = open
desk-key-assign = assign
desk-key-search = search
desk-key-all = all keys
desk-keys = Keys
desk-help-move = Next, previous
desk-help-open = Open
desk-help-choose = Select
desk-help-assign = Assign selected
desk-help-search = Search
desk-help-go = Go to: { $place }
desk-help-commands = Commands
desk-help-this = This help
desk-commands = Commands
desk-search-for = Search for “{ $text }”
desk-find-publisher = Find publisher “{ $text }”
desk-command-or-search = Command or search
desk-search-or-go = Search or go to
# Words that the page itself keeps true while it is open; $n is a number.
live-now = now
live-day = 1 day
live-days = { $n } days
live-hour = { $n } h
live-minute = { $n } min
