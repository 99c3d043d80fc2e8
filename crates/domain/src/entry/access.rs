//! Access questions of this slice. The page asks the same function before it draws the button.
