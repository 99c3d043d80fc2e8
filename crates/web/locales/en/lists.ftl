lists-title = Import entries from a list
lists-lead = Records many paper entries at once from an office's list. Entries are recorded as they came, defects and all; screening, confirmation by the head and forwarding remain steps of their own. This page shows everything wrong before anything is written.
lists-route = Where it was handed in, where the list does not say
lists-route-hint = Lists of offices mostly have no such column.
lists-count =
    { $n ->
        [one] { $n } entry read
       *[other] { $n } entries read
    }
lists-code = Code
lists-entry = Title
lists-authors = Authors
lists-category = Category
lists-unit = Receiving unit
lists-received = Received
lists-done =
    { $n ->
        [one] { $n } entry has been recorded.
       *[other] { $n } entries have been recorded.
    }
lists-other-desk = The receiving unit is not yours
lists-judges-title = Import the panel from a list
lists-judges-lead = The list needs a code and a name; title, unit and chair may follow. Accounts for scoring are given later, on the page of the panel.
lists-judges-count =
    { $n ->
        [one] { $n } judge read
       *[other] { $n } judges read
    }
lists-judges-done =
    { $n ->
        [one] { $n } judge has been seated.
       *[other] { $n } judges have been seated.
    }
lists-judge-code = Code
lists-judge-name = Name
lists-judge-title = Title
lists-judge-unit = Unit
lists-chair = Chair
