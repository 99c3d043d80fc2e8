-- What the author of an entry lets the public see of it, once the result is released. No row: nothing beyond the rules.
CREATE TABLE gallery_consent (
  entry_id INTEGER PRIMARY KEY REFERENCES entry (id), show_names INTEGER NOT NULL CHECK (show_names IN (0, 1)), show_text INTEGER NOT NULL CHECK (show_text IN (0, 1)),
  show_files INTEGER NOT NULL CHECK (show_files IN (0, 1)), by_actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
