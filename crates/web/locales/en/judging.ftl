judging-bar = Pages of the contest
judging-tab-overview = Judging
judging-tab-panel = Panel
judging-tab-conflicts = Conflicts of interest
judging-tab-standings = Standings
judging-tab-ties = Ties
judging-tab-prizes = Prizes
judging-mine-title = Choose a contest
judging-mine-none = You have no part in any contest yet.
judging-yes = Yes
judging-no = No
judging-actions = Actions
judging-too-long = This text is longer than { $most } characters. Shorten it.
judging-reason-missing = Write the reason. It is kept with the record of judging.

judging-col-code = Code
judging-col-title = Title
judging-col-unit = Unit
judging-col-judge = Judge
judging-col-entry = Entry
judging-col-kind = Ground
judging-col-note = Note
judging-col-recorded = Recorded
judging-col-total = Total
judging-col-saved = Saved
judging-col-value = Score
judging-col-remarks = Remarks

judging-overview-title = Judging
judging-finish-label = Judging is to be finished
judging-figure-entries = Entries accepted
judging-figure-judges = Judges
judging-figure-conflicts = Conflicts
judging-rounds-title = Rounds
judging-round-name = Round { $code }
judging-round-is-open = Open
judging-round-is-closed = Closed
judging-round-not-opened = Not opened
judging-round-progress = { $signed } of { $sheets } sheets signed, for { $entries } entries.
judging-round-board = Board
judging-round-assign = Assign judges
judging-round-closed = The round is closed; nothing in it can be changed.
judging-open-hint = Opening fixes the rules in force for the whole round and finds judges who work in the same unit as an author.
judging-open-button = Open the round
judging-open-done = The round is open. Now assign the judges.
judging-open-unknown-round = The rules have no round “{ $round }”.
judging-open-already = This round has been opened already.
judging-open-previous = Close the round “{ $round }” first.
judging-open-before-deadline = Units may still send entries (before { $before }).
judging-open-wrong-phase = The contest is not announced yet, or judging is over.
judging-open-no-entries = No entry takes part in this round.
judging-open-no-judges = Nobody is on the panel. Seat the judges first.
judging-files-title = Downloads
judging-export-xlsx = All signed marks (Excel)
judging-export-csv = All signed marks (CSV)
judging-export-title = Marks
judging-export-entry = Entry
judging-export-judge = Judge
judging-export-general = General comment
judging-my-link = My score sheets

judging-panel-title = The panel
judging-panel-none = No judge is seated yet.
judging-panel-caption = { $n ->
    [one] { $n } judge
   *[other] { $n } judges
  }
judging-panel-code = Code
judging-panel-name = Name
judging-panel-unit = Unit
judging-panel-account = Account
judging-panel-sheets = Sheets signed
judging-panel-conflicts = Conflicts
judging-panel-chair = Chair
judging-panel-left = Left
judging-panel-no-account = None yet
judging-panel-account-of = Log-in name of { $name }
judging-panel-account-give = Give account
judging-panel-leave = Let go
judging-seat-title = Seat a judge
judging-seat-code = Code
judging-seat-code-hint = For example GK01. It stands on sheets and boards.
judging-seat-name = Full name
judging-seat-position = Position
judging-seat-unit = Unit
judging-seat-unit-hint = Used to find entries with an author of the same unit.
judging-seat-login = Log-in name
judging-seat-login-hint = The account that will score; may be given later.
judging-seat-chair = Chairs the panel
judging-seat-button = Seat
judging-seat-done = The judge is seated.
judging-seat-leave-done = The judge has left the panel. Sheets already given remain; release them one by one where needed.
judging-seat-code-missing = Write a code.
judging-seat-code-malformed = A code has letters, digits, hyphens and underscores only, at most 20.
judging-seat-code-taken = This code is taken.
judging-seat-name-missing = Write the name.
judging-seat-too-long = Longer than { $most } characters.
judging-seat-chair-taken = The panel has a chair already.
judging-seat-unknown-unit = There is no such unit.
judging-seat-unknown-account = There is no account with this log-in name.
judging-seat-has-account = This seat has its account. Another person needs another seat.
judging-seat-left = This judge has left the panel.
judging-seat-account-done = The seat has its account.
judging-seat-account-admin = The administrator of the installation sees no marks and cannot judge.
judging-seat-account-auditor = The auditor of the contest only reads and cannot judge.
judging-seat-account-held = This person is a judge of the contest already.
judging-seat-account-oneself = Nobody gives a role to oneself. Ask another organiser.
judging-seat-account-closed = This account is closed.
judging-seat-account-impossible = This account cannot be given.

judging-conflicts-title = Conflicts of interest
judging-conflicts-lead = A judge is neither assigned to, nor scores, nor sees the marks of an entry in conflict.
judging-conflicts-none = None recorded.
judging-conflicts-caption = { $n ->
    [one] { $n } conflict
   *[other] { $n } conflicts
  }
judging-conflict-same-unit = Same unit as an author
judging-conflict-declared = Declared
judging-detect-hint = Compares the units of judges with the units of all authors.
judging-detect-button = Find same-unit conflicts
judging-detect-done = { $n ->
    [0] Nothing new.
    [one] { $n } more conflict recorded.
   *[other] { $n } more conflicts recorded.
  }
judging-record-title = Record a conflict
judging-record-entry = Code of the entry
judging-record-button = Record
judging-declare-title = Declare a conflict
judging-declare-lead = Declare before you score: an entry by a relative, by somebody you guided, or one that you confirmed.
judging-declare-link = Declare a conflict of interest
judging-declare-own = Entries you keep away from
judging-declare-new = One more
judging-declare-entry = Choose the entry
judging-declare-choose = Choose
judging-declare-already = In conflict
judging-declare-note = Reason
judging-declare-note-hint = For example: a relative among the authors. Read by the secretary, the chair and the organisers.
judging-declare-effect = An unsigned sheet of this entry is taken back at once.
judging-declare-button = Declare
judging-declare-done = The conflict is recorded.
judging-declare-note-missing = Write the reason.
judging-declare-already-signed = A sheet of this entry is signed. Ask the chair to reopen it first.
judging-declare-already-declared = This entry has been declared already.
judging-declare-unknown-entry = There is no such entry in this contest.
judging-declare-unknown-judge = Choose a judge of the panel.

judging-assign-title = Assign judges: { $round }
judging-assign-lead = Each entry needs { $n } judges. The proposal keeps to all conflicts and gives everybody as many entries.
judging-assign-impossible = There are not enough judges
judging-assign-complete = Every entry has its judges.
judging-assign-proposal = The proposal gives { $n } more sheets.
judging-assign-apply = Assign as proposed
judging-assign-by-hand = Adjust by hand
judging-assign-legend = Ticked boxes are the proposal. “given”: has the sheet; “recused”: in conflict; “released”: gave it up.
judging-assign-loads = Entries (now → then)
judging-assign-has = given
judging-assign-gave-up = released
judging-assign-save = Assign what is ticked
judging-assign-done = { $n ->
    [one] { $n } sheet given.
   *[other] { $n } sheets given.
  }
judging-assign-nothing = Nothing is ticked.
judging-assign-unknown-entry = There is no entry { $entry } in this contest.
judging-assign-unknown-judge = There is no judge { $judge } on the panel.
judging-assign-not-in-round = Entry { $entry } does not take part in this round.
judging-assign-in-conflict = Judge { $judge } is in conflict with entry { $entry }.
judging-assign-given-up = Judge { $judge } gave up entry { $entry }.
judging-assign-twice = Judge { $judge } has the sheet of entry { $entry } already.
judging-assign-short = Entry { $entry } needs { $need } judges and can have { $have }; in conflict: { $blocked }.

judging-board-title = Board: { $round }
judging-board-progress = { $signed } of { $sheets } sheets signed.
judging-board-threshold = Threshold of the round: { $threshold }.
judging-board-filters = Filter
judging-board-filter-all = All
judging-board-filter-missing = Sheets missing
judging-board-filter-deviating = Deviating
judging-board-filter-third = Third mark needed
judging-board-none = No entries.
judging-board-legend = In the cells: the total of a signed sheet; “new”: nothing yet; “begun”: not signed; “recused”: in conflict; “3rd”: third mark; “↺”: once reopened. Red: far from the other sheets.
judging-board-caption = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
  }
judging-board-recused = recused
judging-board-open = new
judging-board-begun = begun
judging-board-signed = signed
judging-board-third = 3rd
judging-board-reopened = ↺
judging-board-nobody = Nobody assigned
judging-board-missing = { $n ->
    [one] { $n } sheet missing
   *[other] { $n } sheets missing
  }
judging-board-deviating = Deviating: { $judges }
judging-board-gap = Gap { $gap }: third mark needed
judging-board-below = Below threshold
judging-close-hint = Close when every sheet is signed. No mark can be changed after that.
judging-close-button = Close the round
judging-close-done = The round is closed.
judging-close-more = And { $n } more; see the board.
judging-close-no-entries = The round has no entries.
judging-close-no-judge = Entry { $entry }: nobody is assigned.
judging-close-sheet-missing = Entry { $entry }: judge { $judge } has not signed.
judging-close-first-marks = Entry { $entry }: exactly two first marks are needed, there are { $have }.
judging-close-third-not-called = Entry { $entry }: the two marks lie { $gap } apart, a third must be called.
judging-close-third-not-needed = Entry { $entry }: there is a third mark although the first two lie near.

judging-row-title = { $code } · { $title }
judging-row-hidden = You are a judge: marks of this entry show once you have signed your own sheet; those of an entry in conflict never do.
judging-row-counted = { $n ->
    [one] of { $n } sheet
   *[other] of { $n } sheets
  }
judging-row-gap = Gap between the first marks
judging-row-deviating = Apart from the others
judging-row-recused = In conflict
judging-row-reopened = { $n ->
    [one] reopened once
   *[other] reopened { $n } times
  }
judging-reopen-reason = Reason for reopening
judging-reopen-button = Reopen the sheet
judging-reopen-done = The sheet is open again. What was signed is kept.
judging-reopen-not-signed = This sheet is not signed.
judging-release-reason = Reason for releasing
judging-release-button = Release the sheet
judging-release-done = The sheet is released.
judging-release-signed = The sheet is signed; the chair must reopen it first.
judging-third-tag = Third mark
judging-third-note = The first two marks lie apart; this sheet is the third.
judging-third-title = Third mark
judging-third-judge = Judge of the third mark
judging-third-button = Call the third mark
judging-third-done = The third mark is called.
judging-third-not-this-method = This round does not use a third mark.
judging-third-not-in-round = This entry does not take part in the round.
judging-third-in-conflict = This judge is in conflict with the entry.
judging-third-has-sheet = This judge has, or had, a sheet of the entry.
judging-third-already-called = A third mark was called already.
judging-third-first-missing = The first two sheets are not signed yet.
judging-third-gap-small = The marks lie { $gap } apart, less than { $limit }.

judging-my-title = My score sheets
judging-my-none = No round is open yet.
judging-my-none-in-round = You have no sheet in this round.
judging-my-progress = { $done } of { $all } done
judging-my-mean = Mean of the sheets you signed: { $mean }.
judging-my-next = Continue
judging-state-signed = Signed
judging-state-reopened = Reopened
judging-state-to-sign = Complete, to be signed
judging-state-begun = { $given } of { $all } criteria
judging-state-new = Not begun
judging-state-released = Released

judging-sheet-title = { $code } · { $title }
judging-sheet-next = Next unsigned sheet
judging-sheet-is-signed = You signed this sheet on
judging-sheet-mark = Mark
judging-sheet-max = at most { $marks }
judging-sheet-step = in steps of { $marks }
judging-sheet-weight = (weight { $weight })
judging-sheet-comment = Comment
judging-sheet-general = General comment
judging-sheet-total = Total
judging-sheet-done = Marked
judging-sheet-save = Save
judging-sheet-save-and-sign = Save and sign
judging-sheet-saved = Sheet saved, { $at }.
judging-sheet-keys = Keys: up and down move between criteria, + and − change by a step, Enter goes on.
judging-sheet-no-mark = none
judging-sheet-clash = The sheet was changed elsewhere and has not been saved. These are the differences; what you wrote is still in the form.
judging-sheet-clash-next = Press Save to keep what you wrote, or
judging-sheet-clash-theirs = take what is stored
judging-sheet-stale = The sheet was changed elsewhere. Look at it again, then save or sign.
judging-sheet-signed = The sheet is signed; only the chair can reopen it.
judging-sheet-released = This sheet was released.
judging-sheet-recused = You are in conflict with this entry.
judging-sheet-wrong-shape = The form does not fit the round. Load the page again.
judging-sheet-not-a-number = { $criterion }: a mark is a number, such as 17.5.
judging-sheet-below-zero = { $criterion }: a mark cannot be negative; give 0 to { $max }.
judging-sheet-above-maximum = { $criterion }: the most is { $max }.
judging-sheet-off-step = { $criterion }: marks go in steps of { $step }.
judging-sheet-outside-band = { $criterion }: the band “{ $band }” is from { $min } to { $max }. Change the mark or the band.
judging-sheet-in-no-band = { $criterion }: this mark lies in no band.
judging-sheet-unknown-band = { $criterion }: there is no such band.
judging-sheet-mark-missing = { $criterion }: no mark yet.
judging-sheet-comment-missing = { $criterion }: a comment is required.
judging-sign-title = Sign the sheet
judging-sign-missing = Not yet: something is missing
judging-sign-effect = After signing, marks and comments cannot be changed, unless the chair reopens the sheet for a recorded reason.
judging-sign-button = Sign
judging-sign-back = Back to the sheet
judging-sign-done-next = Sheet of { $code } signed. This is the next one.
judging-sign-done-last = Sheet of { $code } signed. You have signed all your sheets.

judging-entry-title = The entry
judging-entry-areas = Areas
judging-entry-form = Form
judging-entry-video = Video clip
judging-entry-written = Written
judging-entry-category = Category
judging-entry-collective = Group
judging-entry-individual = Individual
judging-entry-authors = Authors
judging-entry-applied = Already applied
judging-entry-files = Files
judging-entry-file-on-paper = (on paper, no file held)
