contest-phase-draft = Being prepared
contest-phase-open = Open for entries
contest-phase-judging = Being judged
contest-phase-deciding = Prizes being decided
contest-phase-decided = Prizes decided
contest-phase-released = Result released
contest-list-title = Contests
contest-list-lead = Initiatives and solutions for administrative reform. Everybody may read; handing in needs no account.
contest-list-none = No contest has been announced yet.
contest-home-organiser = Organised by { $name }
contest-home-until = Units send entries
contest-home-enter = Write and hand in an entry
contest-home-look-up = Look up an entry
contest-home-results = See the result
contest-home-steps = Steps of the contest
contest-home-prizes = Prizes
contest-home-who = Who may enter
contest-home-who-individual = Individuals
contest-home-who-collective = Groups
contest-home-group-from = A group has { $least } or more authors and names one representative.
contest-home-group-between = A group has { $least } to { $most } authors and names one representative.
contest-home-what = The entry
contest-home-requirements = Requirements
contest-home-areas = Areas
contest-home-form = Form
contest-home-needs-word = A video, pictures or software need a Word document beside them with content and idea, like a written entry.
contest-home-where = Where to hand in
contest-home-purpose = Purpose
contest-home-after = After the contest
contest-home-articles = Announcements and news
contest-form-written = Written entry
contest-form-video = Video
contest-step-announce = Announcement
contest-step-enter = Entries are written and handed in; units screen them and send them on
contest-step-judge = The Organising Committee checks and judges
contest-step-result = Prizes are decided and the result released
contest-step-until = up to the end of { $at }
contest-step-now = today
contest-prize-each = Amount of each prize
contest-prize-level = Prize
contest-prize-count = How many
contest-prize-amount = Amount
contest-prize-individual = Individual
contest-prize-collective = Group
contest-articles-title = Articles of the contest
contest-articles-none = There is no article yet.
contest-article-announcement = Announcement
contest-article-news = News
contest-article-result = Result
contest-article-draft = not published
contest-article-new-title = New article
contest-article-edit-title = Edit article
contest-article-edit = Edit
contest-article-from-rules = Draft the announcement from the rules
contest-article-title = Title
contest-article-title-missing = The title is missing.
contest-article-kind = Kind
contest-article-kind-missing = Choose a kind of article.
contest-article-body = Text
contest-article-body-hint = Paragraphs are parted by an empty line. A line that begins with "## " is a heading, one that begins with "- " is an item of a list.
contest-article-body-missing = The text is missing.
contest-article-too-long = More than { $most } characters. Shorten it.
contest-article-changed = Somebody else has just saved this article. Open it in another window to see the new text, then put yours into it. What you typed is still below.
contest-article-save-hint = After saving, a new article stays unpublished until you choose "Publish".
contest-article-saved = The article was saved.
contest-article-published = The article was published.
contest-article-withdrawn = The article was taken back. It is a draft again.
contest-article-publish = Publish
contest-article-withdraw = Take back
contest-article-at = Published
contest-article-act = Action
contest-article-views = { $n ->
    [one] one view
   *[other] { $n } views
}
contest-article-views-short = Views
contest-stars-title = Was this useful?
contest-stars-none = Nobody has voted yet.
contest-stars-mean = { $n ->
    [one] { $mean } of 5 stars, one vote.
   *[other] On average { $mean } of 5 stars, { $n } votes.
}
contest-stars-yours = Your vote
contest-stars-n = { $n ->
    [one] 1 star
   *[other] { $n } stars
}
contest-stars-button = Send the vote
contest-stars-hint = One vote per browser; a later one replaces the earlier. Who voted is not kept.
contest-stars-missing = No stars were chosen. Go back, choose 1 to 5 stars and send again.
contest-stars-thanks = { $n ->
    [one] Thank you for voting 1 star.
   *[other] Thank you for voting { $n } stars.
}
contest-home-grace = The Organising Committee has granted a grace period. Deadline as first announced: { $limit }.
contest-home-grace-reason = Reason: { $reason }
