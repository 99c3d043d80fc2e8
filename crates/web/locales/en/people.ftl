people-log-in-title = Sign in
people-log-in-who = For unit staff, secretaries, judges, the Organising Committee and administrators.
people-log-in-entrant = Authors need no account: use the entry code and PIN on your receipt to look up your entry.
people-log-in-button = Sign in
people-log-in-forgot = Forgot password
people-log-in-login-missing = The log-in name is missing. Enter the name you were given.
people-log-in-password-missing = The password is missing.
people-log-in-wrong = The log-in name or the password is wrong. Check your Vietnamese keyboard and Caps Lock, then try again.
people-log-in-wait = Too many wrong attempts. Wait { $wait }, then sign in again. The account is not locked.
people-login = Log-in name
people-login-hint = Small letters without accents, digits, dots, dashes; for example: thuky.cm
people-login-taken = Somebody has this log-in name already. Choose another one.
people-login-too-short = A log-in name has at least { $least } characters.
people-login-too-long = A log-in name has at most { $most } characters.
people-login-not-plain = A log-in name has only letters without accents, digits and . _ - @, and begins with a letter or digit.
people-password = Password
people-password-old = Current password
people-password-new = New password
people-password-again = New password again
people-password-hint = At least 12 characters. A short sentence that you remember easily and others cannot guess works best; spaces and accents are fine.
people-password-save = Save password
people-password-title = Change password
people-password-others-out = Afterwards every other device signed in to this account has to sign in again.
people-password-old-wrong = The current password is wrong.
people-password-changed = The password was changed. Other devices were signed out.
people-password-chosen = The password was saved. Please sign in.
people-password-too-short = The new password has { $have } characters; at least { $least } are needed. Use a longer sentence.
people-password-too-long = A password has at most { $most } characters.
people-password-common = Many people use this password, or it is close to the name of the contest or office, so it is easily guessed. Choose another sentence.
people-password-own-name = The password must not hold your own name or log-in name.
people-password-monotonous = The password repeats a few characters or is a plain sequence. Choose another sentence.
people-password-not-repeated = The two new passwords differ. Enter them again.
people-everywhere-title = Sign out everywhere
people-everywhere-how = For a computer you forgot to sign out of, or a lost device. The device in use stays signed in.
people-everywhere-button = Sign out other devices
people-logged-out = You are signed out.
people-logged-out-everywhere = { $n ->
    [one] One session on another device was ended.
   *[other] { $n } sessions on other devices were ended.
}
people-forgot-title = Forgot password
people-forgot-how = Enter your log-in name. If the account has a mail address, a link for choosing a new password is sent to it.
people-forgot-button = Send the link
people-forgot-asked-title = Check your mail
people-forgot-asked = If the log-in name is right and the account has a mail address, a link for choosing a new password was sent there. It works for one hour and only once.
people-forgot-no-mail = If no mail arrives, ask your administrator for a new link.
people-invitation-title = Choose a password
people-invitation-hello = Welcome, { $name }. Choose a password for this account.
people-link-void-title = This link does not work
people-link-unknown = The link is wrong, or a newer link has replaced it.
people-link-used = This link has been used once. The password has been set.
people-link-expired = The link has expired.
people-link-account-closed = This account is closed.
people-link-what-next = If you could not set a password, choose "Forgot password" or ask the administrator for a new link.
people-name = Full name
people-name-missing = The full name is missing.
people-name-too-short = A name has at least { $least } characters.
people-name-too-long = A name has at most { $most } characters.
people-name-not-a-name = A name has only letters, spaces, apostrophes, hyphens and dots.
people-email = E-mail
people-email-hint = Where invitation and notices go. If left empty, the administrator hands over the link.
people-email-bad = The mail address is wrong. Enter one address, for example: ten@hanoi.gov.vn
people-lang = Language
people-lang-vi = Vietnamese
people-lang-en = English
people-lang-bad = Choose a language.
people-accounts-title = Accounts
people-accounts-find = Find by name or log-in name
people-accounts-count = { $n ->
    [one] One account
   *[other] { $n } accounts
}
people-accounts-none = No account matches.
people-find-button = Find
people-state = State
people-account-open = In use
people-account-invited = Invited, no password yet
people-account-closed = Closed
people-account-since = Made on { $at }
people-account-data = Account data
people-account-door = Signing in and closing the account
people-account-new-title = New account
people-account-new-next = An invitation with a link for choosing a password is then prepared; it works for 7 days. The next step is giving a role.
people-account-new-button = Make the account and invite
people-account-created = The account was made and the invitation prepared. Now give it a role.
people-account-saved = The account was saved.
people-account-closed-done = The account was closed and signed out everywhere.
people-account-reopened-done = The account is open again.
people-account-logged-out-done = This account was signed out on all devices.
people-account-log-out-button = Sign out all devices
people-invite-how = This person has not chosen a password yet. You can prepare the invitation again; the old link becomes void.
people-invite-again-how = Prepares a link for choosing a new password, good for one hour.
people-invite-button = Prepare a new link
people-invited = A new link was prepared. If mail cannot be sent, find it under "Letters not sent".
people-close-how = After closing, this person cannot sign in. What they did stays in the records and the audit log.
people-close-button = Close the account
people-reopen-button = Open the account again
people-own-account = You cannot close the account you are signed in with. Ask another administrator.
people-last-administrator = This is the last administrator. Give the role to somebody else first.
people-save = Save
people-role = Role
people-roles = Roles
people-roles-none = No roles yet.
people-role-idle = outside its days
people-scope = Unit or contest
people-days = Days
people-from = From
people-to = Up to and including
people-to-hint = The last day still counts.
people-days-from = from { $from }
people-days-to = up to and including { $to }
people-days-from-to = from { $from } up to and including { $to }
people-days-reversed = The last day lies before the first. Correct it.
people-day-bad = This is no date. Enter day/month/year, for example: 09/04/2024
people-unit = Unit
people-contest = Contest
people-revoke = Take away
people-revoked = The role was taken away.
people-granted = The role was given.
people-grant-title = Give a role
people-grant-button = Give the role
people-grant-contest-roles = Secretary, judges, auditor and leaders of a contest are appointed by its Organising Committee.
people-grant-unit-hint = Needed for clerks and heads of units.
people-grant-contest-hint = Needed for the Organising Committee.
people-grant-person-hint = Only people who have an account. If somebody has none, ask the administrator.
people-grant-person-missing = Choose a person.
people-grant-role-missing = Choose a role.
people-grant-unit-missing = This role belongs to a unit. Choose the unit.
people-grant-contest-missing = This role belongs to a contest. Choose the contest.
people-grant-seat-missing = Judges get their role with their seat on the panel, not here.
people-grant-delegate-needs-days = A delegation needs its first and last day.
people-grant-delegate-of-whom = Only the head of a unit has delegates.
people-grant-admin-sees-no-marks = An administrator sees no marks, so nobody holds this role beside secretary, judge, organiser or auditor. Choose two different people.
people-grant-auditor-only-reads = The auditor of a contest holds no other role in it.
people-grant-held-already = This person has that role already.
people-grant-to-oneself = Nobody gives a role to themselves. Ask somebody else who may.
people-role-clerk = Unit clerk
people-role-clerk-hint = Receives, records paper entries, screens, prepares the list for the Organising Committee.
people-role-head = Head of unit
people-role-head-hint = Confirms effectiveness and feasibility, signs the list.
people-role-delegate = Delegate of the head
people-role-delegate-hint = Signs for the head on the days given below.
people-role-secretary = Secretary
people-role-secretary-hint = Intake at the Organising Committee, assignment, standings, documents.
people-role-judge = Judge
people-role-judge-hint = Scores and signs own sheets.
people-role-chair = Jury chair
people-role-chair-hint = Reopens a sheet with a reason, resolves gaps and ties.
people-role-organiser = Organising Committee
people-role-organiser-hint = Rules, decisions, release of the result.
people-role-auditor = Auditor
people-role-auditor-hint = Reads everything including the audit log, changes nothing.
people-role-leader = Leader
people-role-leader-hint = Sees summary figures, no marks.
people-role-admin = Administrator
people-role-admin-hint = Accounts, units, backup; no marks.
people-staff-unit-title = People working for the contest at { $name }
people-staff-contest-title = People working for { $name }
people-units-title = Units
people-units-lead = A unit is known by its code, not by its name: names repeat after mergers. Former units stay, so that old records can be read.
people-units-find = Find by name or code
people-units-count = { $n ->
    [one] One unit
   *[other] { $n } units
}
people-units-code-title = Find a unit's code
people-units-code-lead = Type a unit's name, with or without tone marks; units of one name are told apart by their codes.
people-units-narrow = Only the first 50 are shown; type more to narrow it down.
people-units-export-csv = Download the register (CSV)
people-units-export-xlsx = Download the register (XLSX)
people-unit-parent-hint = The code of the unit above; empty if there is none.
people-unit-shares-not-whole = Give one code, or several with shares that are 100 together, for example: X25-XUANMAI: 60; P-CHUONGMY: 40
people-unit-history = History
people-unit-before = Came from
people-unit-after = Became
people-import-more = and { $n } more rows that are not shown here.
people-imports-earlier = Earlier imports
people-imports-lead = An import can be undone while nothing stands on its new units and nobody has changed them.
people-imports-at = When
people-undo-button = Undo
people-undo-at = undone { $at }
people-undo-done = The import was undone.
people-undo-already = This import has been undone already.
people-undo-changed-since = The unit { $code } was changed after the import, so it cannot be undone.
people-undo-stands = It cannot be undone: the unit { $code } is in use ({ $what }).
people-undo-role = the role of an account
people-undo-contest = a contest
people-undo-entry = an entry
people-undo-judge = a judge
people-undo-notice = a notice that was sent
people-undo-unit = another unit
people-units-type = Type a unit's name or code, then search.
people-units-none = No unit matches.
people-unit-new-title = New unit
people-unit-saved = The unit was saved.
people-unit-code = Unit code
people-unit-code-hint = Letters without accents, digits, dashes, underscores, dots; for example: X-CHUCSON
people-unit-code-bad = A unit code has only letters without accents, digits and - _ . , at most 40 of them.
people-unit-code-taken = This unit code is taken.
people-unit-name = Unit name
people-unit-name-missing = The unit's name is missing.
people-unit-kind = Kind
people-unit-kind-hint = One word shared by all units of a kind, to which quotas refer; for example: commune, district_office
people-unit-kind-bad = The kind is missing or longer than 60 characters.
people-unit-parent = Parent unit
people-unit-parent-unknown = The register has no such parent unit.
people-unit-parent-circle = This parent itself belongs to the unit being changed.
people-unit-from = Exists from
people-unit-to = Up to and including
people-unit-successor = Successor
people-unit-successor-hint = The code of the unit that follows it after a merger or a new name. After a split: codes with shares, for example X25-XUANMAI: 60; P-CHUONGMY: 40
people-unit-successor-unknown = The register has no such successor.
people-unit-successor-circle = This successor is itself followed by the unit being changed.
people-unit-not-today = does not exist today
people-import-units-title = Import units from a file
people-import-units-columns = Columns: unit code, unit name, kind, quota (required, encouraged, none); optional: parent code, from, to, successor code. Known units are found by their code; units missing in the file stay as they are.
people-import-new = New
people-import-same = Unchanged
people-import-changed = Changed: { $fields }
people-import-changed-short = Changed
people-units-imported = Imported: { $created } new, { $changed } changed.
people-letters-title = Letters not sent
people-letters-lead = Letters that nobody has got yet. While no mail server is set up, hand them to the right person yourself; a link in a letter opens an account, so pass it to nobody else.
people-letters-none = No letter is waiting.
people-letter-no-address = no mail address
people-letter-given-up = could not be sent
people-letters-queued = Waiting
people-letters-sent = Sent
people-letters-failed = Failed
people-letters-bounced = Came back
people-letter-came-back = came back
people-letter-tries = { $n ->
    [one] Tried once.
   *[other] Tried { $n } times.
}
people-letter-next = Next: { $at }.
people-letters-sent-title = Letters sent in the last 30 days
people-letters-sent-hint = The text of a letter that was sent is not kept. Mark here what the mail server reports as undelivered.
people-letter-address = Address
people-letter-kind = Kind
people-letter-kind-invite = Invitation to an account
people-letter-kind-reset = New password
people-letter-kind-notice = Notice
people-letter-bounced-button = Came back
people-letter-bounced = The letter is marked as having come back.
people-letter-given-button = Handed over
people-letter-again-button = Send again
people-letter-given = Noted. The text of the letter was erased.
people-letter-again = The letter will be sent again.
people-work-title = My work
people-work-waiting = Waiting for you
people-work-nothing = Nothing is waiting. New work will appear here.
people-work-roles = My roles
people-work-no-role = This account has no role yet. Ask the administrator or the Organising Committee.
people-work-account = Account
people-work-password = Change password, sign out everywhere
people-work-receive = { $n ->
    [one] One entry to receive
   *[other] { $n } entries to receive
}
people-work-screen = { $n ->
    [one] One entry to screen
   *[other] { $n } entries to screen
}
people-work-confirm = { $n ->
    [one] One entry for the head to confirm
   *[other] { $n } entries for the head to confirm
}
people-work-forward = { $n ->
    [one] One confirmed entry to send to the committee
   *[other] { $n } confirmed entries to send to the committee
}
people-work-intake = { $n ->
    [one] One entry sent by a unit to check
   *[other] { $n } entries sent by units to check
}
people-work-score = { $n } of { $all } sheets not signed
people-work-letters = { $n ->
    [one] One letter nobody has got yet
   *[other] { $n } letters nobody has got yet
}
people-work-invited = { $n ->
    [one] One invited person without a password
   *[other] { $n } invited people without a password
}
people-door-unit-desk = Unit desk: { $contest }
people-door-staff = Give roles
people-door-intake = Committee intake
people-door-judging = Judging: assignment, board
people-door-awards = Standings and prizes
people-door-leader = Summary figures
people-door-scoring = Scoring
people-door-set-up = Contest set-up
people-door-articles = Articles
people-door-audit = Audit log
people-door-accounts = Accounts
people-door-units = Units
people-door-letters = Letters not sent
people-door-new-contest = New contest
