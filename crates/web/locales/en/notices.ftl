notices-inbox-title = Notices
notices-inbox-unread = { $n ->
    [0] Nothing new.
    [one] { $n } unread notice.
   *[other] { $n } unread notices.
}
notices-inbox-none = No notices yet.
notices-inbox-new = new
notices-inbox-times = { $n } times
notices-inbox-read-button = Mark all as read
notices-inbox-read = Marked as read.
notices-settings-title = Letters
notices-settings-address = Letters go to { $address }. If that is wrong, tell the administrator.
notices-settings-no-address = This account has no e-mail address: everything is on the page of notices.
notices-settings-lang = Language of letters
notices-settings-pace = When letters come
notices-settings-pace-hint = What presses (an entry returned, a deadline near, a changed password) is always sent at once.
notices-pace-digest = Collected
notices-pace-digest-hint = At most two letters a day, at 07:30 and 13:30.
notices-pace-soon = Soon
notices-pace-soon-hint = Ten minutes after it happened at the latest.
notices-pace-missing = Choose when letters come.
notices-settings-saved = Saved.
notices-preview-title = Letters of the contest
notices-preview-lead = Every letter this site can send, with example values. Who gets it is looked up when it is sent: somebody who no longer holds the role gets nothing.
notices-preview-whom = To
notices-preview-when = When
notices-leaves-at-once = At once
notices-leaves-collected = Collected at 07:30 or 13:30; after ten minutes for those who chose so
notices-whom-author = the entry's author
notices-whom-clerks = clerks of the unit that received the entry
notices-whom-heads = head of the unit that received the entry, and delegates
notices-whom-unit-clerks = clerks of the unit
notices-whom-unit-heads = head of the unit, and delegates
notices-whom-judge = the judge concerned
notices-whom-sheet-judge = the judge whose sheet it is
notices-whom-judges = the judges
notices-whom-chair = the jury chair
notices-whom-secretaries = the secretaries
notices-whom-organisers = the organisers
notices-whom-units = clerks of the units taking part
notices-whom-authors = authors who left an address
notices-whom-person = the owner of the account
