demo-moment-announced = Just announced
demo-moment-gate = Units are screening
demo-moment-last-evening = The last evening before the deadline
demo-moment-intake = Intake by the committee
demo-moment-judging = Judges are scoring
demo-moment-deciding = Prizes being decided, with a tie
demo-moment-released = Result released
