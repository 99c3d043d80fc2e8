contest-phase-draft = Being prepared
contest-phase-open = Open for entries
contest-phase-judging = Being judged
contest-phase-deciding = Prizes being decided
contest-phase-decided = Prizes decided
contest-phase-released = Result released
