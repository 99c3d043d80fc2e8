import-clean = The file { $file } was read completely, without a problem. Nothing has been written yet: look at the list below, then confirm.
import-problems = { $n ->
    [one] One problem in the file
   *[other] { $n } problems in the file
}
import-problems-of = Problems in the file { $file }
import-nothing-written = Nothing has been written. Correct these places in the file, then upload it again.
import-more = { $n ->
    [one] One more problem is not shown here.
   *[other] { $n } more problems are not shown here.
}
import-warnings = { $n ->
    [one] One place worth a look
   *[other] { $n } places worth a look
}
import-warnings-hint = No obstacles: the file can be imported.
import-sheet = Sheet
import-row = Row
import-column = Column
import-what = What
import-found = Found
import-expected = Expected
import-confirm = Confirm and write
import-other-file = Choose another file
import-choose = Choose a file
import-file = Office file
import-file-hint = A .xlsx, .csv or .jsonl file, at most 20 MB. Title rows above the table and merged cells can be read.
import-file-missing = No file was chosen. Choose a file and send again.
import-file-gone = The file you looked at is no longer kept. Upload it again.
import-not-clean = The file { $file } still has problems and was not written. Upload it again to see them.
import-look = Look at it first
import-missing-file = File is missing
import-unreadable-file = File cannot be read
import-too-large = Too large
import-too-many-rows = Too many rows
import-not-utf8 = Not UTF-8 text
import-invalid-json = Invalid JSON
import-broken-workbook = Broken workbook
import-old-workbook = Old or encrypted workbook
import-no-header = No header row found
import-missing-column = Column is missing
import-duplicate-column = Column appears twice
import-extra-cells = More cells than columns
import-unclosed-quote = Quotation mark is not closed
import-missing-value = Value is missing
import-unknown-value = Unknown value
import-wrong-type = Wrong type
import-bad-number = Bad number
import-bad-instant = Bad date or time
import-bad-phone = Bad telephone number
import-phone-zero-restored = Leading zero of a telephone number restored
import-bad-code = Bad code
import-duplicate-code = Appears twice
import-unknown-unit = Unknown unit
import-ambiguous-unit = Several units have this name
import-unknown-judge = Unknown judge
import-unknown-entry = Unknown entry
import-unknown-criterion = Unknown criterion
import-unknown-round = Unknown round
import-formula-cell = Formula instead of a value
import-error-cell = Spreadsheet error
import-bad-text = Control character in text
import-line-skipped = Line skipped
import-sheet-skipped = Sheet skipped
