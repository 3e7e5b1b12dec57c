# How promises were kept.
nav-promises = Promises
promises-title = Promises kept
promises-lede = Each report is promised an answer by a person. This is how that went in the last 26 weeks, by the week in which the answer was due.
promises-any = any
promises-show = Show
promises-of = Only { $publisher }.
promises-of-all = Show all publishers
promises-none = No promise fell due in these weeks. As soon as one does, it stands here.
# $count promises that fell due, $missed of them missed.
promises-total = kept of { $count } that fell due; { $missed } missed
promises-chart = Promises kept, in percent, by week
promises-point = { $day }: { $percent } % of { $count }
promises-by-week = By week
promises-by-severity = By severity
promises-by-publisher = By publisher, most missed first
promises-week = Week of
promises-publisher = Publisher
promises-kept = Kept
promises-missed = Missed
promises-running = Not due yet
promises-percent = Kept, %
