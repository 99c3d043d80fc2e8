mail-people-invite-subject = Invitation to Sáng Kiến
mail-people-invite-body =
    Dear { $name },

    An account was made for you on the Sáng Kiến site. Your log-in name: { $login }

    Open this link to choose a password, before { $until }:
    { $link }

    The link works once and is for you alone. Please do not forward this letter.
mail-people-reset-subject = New password for Sáng Kiến
mail-people-reset-body =
    Dear { $name },

    Somebody asked for a new password for the account { $login }. Open this link to choose one, before { $until }:
    { $link }

    If it was not you, ignore this letter: the old password still works.
mail-digest-subject = { $n ->
    [one] Sáng Kiến: { $n } new notice
   *[other] Sáng Kiến: { $n } new notices
}
mail-digest-body =
    Dear Sir or Madam,

    { $n ->
        [one] There is { $n } notice since the last letter:
       *[other] There are { $n } notices since the last letter:
    }

    { $lines }

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-digest-line = – { $what } ({ $at })
mail-digest-line-times = – { $what } ({ $times } times, last { $at })
mail-digest-more = – and { $n } more
mail-notice-password-chosen-subject = Your password was changed
mail-notice-password-chosen-body =
    Dear Sir or Madam,

    The password of this account was set at { $at }. If it was not you, tell the administrator at once.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-contest-opened-subject = Announced: { $contest }
mail-notice-contest-opened-body =
    Dear Sir or Madam,

    { $contest } has been announced. Your unit now receives entries; deadline and quota are on your unit's desk.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-judging-begun-subject = Judging begins: { $contest }
mail-notice-judging-begun-body =
    Dear Sir or Madam,

    { $contest } is now being judged. Your sheets are on your work page.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-contest-stepped-back-subject = Stepped back: { $contest }
mail-notice-contest-stepped-back-body =
    Dear Sir or Madam,

    { $contest } was moved back to an earlier phase; the reason is in the audit log.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-rules-amended-subject = Rules changed: { $contest }
mail-notice-rules-amended-body =
    Dear Sir or Madam,

    The rules of { $contest } were changed, with a reason. Please read the change on the contest page.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-deadline-moved-subject = The deadline has moved: { $contest }
mail-notice-deadline-moved-body =
    Dear Sir or Madam,

    The deadline of { $contest } for handing in and sending entries has changed. The last valid moment is now { $until }. The reason stands on the contest page.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-extended-subject = More time for entry { $entry }
mail-notice-entry-extended-body =
    Dear Sir or Madam,

    The Organising Committee of { $contest } gives entry { $entry } more time. The last valid moment is { $until }. The reason stands on the entry's page, opened by its code and PIN.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-unit-extended-subject = More time for { $unit }
mail-notice-unit-extended-body =
    Dear Sir or Madam,

    The Organising Committee of { $contest } gives { $unit } more time to send what authors handed in to it in time. The last valid moment is { $until }. The reason stands on the unit's desk.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-extension-taken-back-subject = Extension taken back: { $contest }
mail-notice-extension-taken-back-body =
    Dear Sir or Madam,

    The Organising Committee of { $contest } has taken back an extension that it had given you. The deadline for everybody applies again: { $until }.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-unit-behind-subject = Deadline near: { $unit }
mail-notice-unit-behind-body =
    Dear Sir or Madam,

    { $unit } is { $missing ->
        [one] { $missing } initiative
       *[other] { $missing } initiatives
    } short of what { $contest } asks of it. Last moment to send to the Organising Committee: { $until }. An entry that was selected needs the head's confirmation and a cover letter with the list.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-submitted-subject = Entry { $entry } handed in
mail-notice-entry-submitted-body =
    Dear Sir or Madam,

    Entry { $entry } was handed in at { $at } for { $contest }. Keep the entry code and the PIN to look it up.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-edited-subject = Entry { $entry } handed in again
mail-notice-entry-edited-body =
    Dear Sir or Madam,

    Entry { $entry } was changed and handed in again at { $at }. The unit will look at this new version.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-withdrawn-subject = Entry { $entry } withdrawn
mail-notice-entry-withdrawn-body =
    Dear Sir or Madam,

    Entry { $entry } was withdrawn at { $at }.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-revived-subject = Entry { $entry } revived
mail-notice-entry-revived-body =
    Dear Sir or Madam,

    Entry { $entry }, withdrawn before, was revived at { $at }.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-recorded-subject = Paper entry { $entry } recorded
mail-notice-entry-recorded-body =
    Dear Sir or Madam,

    The unit has recorded your paper entry under the code { $entry }.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-pin-renewed-subject = New PIN of entry { $entry }
mail-notice-entry-pin-renewed-body =
    Dear Sir or Madam,

    The PIN of entry { $entry } was renewed at { $at }; the old one is void. If you did not ask for it, tell the receiving unit.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-file-infected-subject = A file of entry { $entry } holds a virus
mail-notice-entry-file-infected-body =
    Dear Sir or Madam,

    The virus scanner found a virus in a file of entry { $entry }. The file is given to nobody. Its author should have the computer scanned, take the file away from the entry and send a clean one before the deadline.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-received-subject = Entry { $entry } received
mail-notice-entry-received-body =
    Dear Sir or Madam,

    The unit has received entry { $entry } and will screen it.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-screened-subject = Entry { $entry } screened
mail-notice-entry-screened-body =
    Dear Sir or Madam,

    The unit has screened entry { $entry }. Look up the outcome and what to do next with your code and PIN.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-confirmed-subject = Entry { $entry } confirmed
mail-notice-entry-confirmed-body =
    Dear Sir or Madam,

    The head of the unit has confirmed entry { $entry }. Next it is sent to the Organising Committee.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-confirmation-voided-subject = Confirmation of { $entry } void
mail-notice-confirmation-voided-body =
    Dear Sir or Madam,

    Entry { $entry } changed after it was confirmed, so the confirmation is void. Please look at it and confirm again.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-batch-forwarded-subject = A unit has sent entries: { $contest }
mail-notice-batch-forwarded-body =
    Dear Sir or Madam,

    A unit has sent a list of entries to the Organising Committee; they wait for your check.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-decided-subject = Decision on entry { $entry }
mail-notice-entry-decided-body =
    Dear Sir or Madam,

    The Organising Committee has recorded a decision on entry { $entry }. See your unit's desk.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-decision-taken-back-subject = Decision on { $entry } taken back
mail-notice-entry-decision-taken-back-body =
    Dear Sir or Madam,

    The Organising Committee has taken back its decision on entry { $entry }.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-accepted-subject = Entry { $entry } accepted
mail-notice-entry-accepted-body =
    Dear Sir or Madam,

    The Organising Committee has checked entry { $entry } and accepted it for judging.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-returned-subject = Entry { $entry } returned
mail-notice-entry-returned-body =
    Dear Sir or Madam,

    The Organising Committee has returned entry { $entry } through the unit to be mended. Look up the reason, or see your unit's desk.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-entry-rejected-subject = Entry { $entry } not accepted
mail-notice-entry-rejected-body =
    Dear Sir or Madam,

    The Organising Committee has not accepted entry { $entry } for judging. Look up the reason, or see your unit's desk.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-judge-seated-subject = Panel of { $contest }
mail-notice-judge-seated-body =
    Dear Sir or Madam,

    You are on the panel of { $contest }. Before scoring, please declare conflicts of interest.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-sheets-assigned-subject = Sheets assigned: { $contest }
mail-notice-sheets-assigned-body =
    Dear Sir or Madam,

    The secretaries have assigned sheets for { $contest }. Yours are on your work page.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-assignment-released-subject = An assignment was released
mail-notice-assignment-released-body =
    Dear Sir or Madam,

    A sheet of { $contest } is no longer assigned to you.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-third-called-subject = Third mark needed: { $contest }
mail-notice-third-called-body =
    Dear Sir or Madam,

    An entry of { $contest } needs a third judge because two sheets differ. The new sheet is on your work page.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-sheet-reopened-subject = A sheet was reopened
mail-notice-sheet-reopened-body =
    Dear Sir or Madam,

    The jury chair has reopened one of your signed sheets, with a reason. Please look at it and sign again.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-round-closed-subject = Round closed: { $contest }
mail-notice-round-closed-body =
    Dear Sir or Madam,

    A round of { $contest } has been closed.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-prizes-proposed-subject = Prizes proposed: { $contest }
mail-notice-prizes-proposed-body =
    Dear Sir or Madam,

    Prizes of { $contest } have been proposed and wait for the Organising Committee.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-prizes-confirmed-subject = Prizes decided: { $contest }
mail-notice-prizes-confirmed-body =
    Dear Sir or Madam,

    The Organising Committee has decided the prizes of { $contest }. The result is not public yet; please keep it secret.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-notice-result-released-subject = Result: { $contest }
mail-notice-result-released-body =
    Dear Sir or Madam,

    The result of { $contest } has been released on the contest page.

    See: { $link }

    This letter was sent automatically by the Sáng Kiến site.
mail-entry-co-author-subject = Please confirm as a co-author: { $title }
mail-entry-co-author-body =
    Dear Sir or Madam,

    You are named as a co-author of the entry “{ $title }”, { $contest }.

    Please open this link to confirm, or to say no and why:
    { $link }

    Code: { $code }

    If you know nothing of this entry, choose “I do not”; the unit that received it will know.
