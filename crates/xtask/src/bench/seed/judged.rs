//! Panels with their sheets, signed and released.

use super::*;

impl House<'_> {
    pub(super) fn panel(&self, contest: ContestId, now: Instant) -> anyhow::Result<Vec<JudgeId>> {
        let mut seats = Vec::new();
        let mut people: Vec<PersonId> = self.judges.clone();
        people.push(self.chair);
        for (n, person) in people.into_iter().enumerate() {
            let chair = n == JUDGES;
            let new = judging::NewJudge {
                code: format!("GK{:02}", n + 1),
                name: format!("Khuất Khảo {}", GIVEN[n + 1]),
                title: "Ủy viên Ban Giám khảo".into(),
                person: Some(person),
                chair,
                ..judging::NewJudge::default()
            };
            let judge =
                must(self.db, "seat", move |tx| judging::seat_judge(tx, &Actor::System, contest, &new, now))?;
            seats.push(judge);
        }
        Ok(seats)
    }

    pub(super) fn sheets(
        &self,
        contest: ContestId,
        seats: Vec<JudgeId>,
        ids: &[EntryId],
        now: Instant,
    ) -> anyhow::Result<JudgedContest> {
        let code = RoundCode::from("1");
        let round =
            must(self.db, "round", move |tx| judging::open_round(tx, &Actor::System, contest, &code, now))?;
        let pairs: Vec<(EntryId, JudgeId)> = ids
            .iter()
            .enumerate()
            .flat_map(|(n, entry)| (0..SHEETS_EACH).map(move |k| (*entry, (n + k) % JUDGES)))
            .map(|(entry, judge)| (entry, seats[judge]))
            .collect();
        must(self.db, "assignment", move |tx| {
            judging::assign(tx, &Actor::System, round, &pairs, now).map(drop)
        })?;
        let rows = self.db.read_blocking(move |tx| judging::store::list_sheets(tx, round))?;
        let number: HashMap<EntryId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
        let mut out = JudgedContest {
            id: contest,
            round,
            sheets: vec![Vec::new(); JUDGES],
            about: HashMap::new(),
            seats,
        };
        for row in rows {
            let judge = out.seats.iter().position(|s| *s == row.judge).context("a seat")?;
            out.about.insert(row.id.0, number[&row.entry]);
            out.sheets[judge].push(row.id);
        }
        for (judge, sheets) in out.sheets.iter().enumerate() {
            let actor = self.actor(self.judges[judge])?;
            for some in sheets.chunks(TOGETHER) {
                let inputs: Vec<(SheetId, judging::SheetInput)> =
                    some.iter().map(|id| (*id, marks(out.about[&id.0], judge))).collect();
                let actor = actor.clone();
                must(self.db, "sheet", move |tx| {
                    for (sheet, input) in &inputs {
                        judging::save_sheet(tx, &actor, *sheet, input, now)?;
                    }
                    Ok(())
                })?;
            }
        }
        Ok(out)
    }

    pub(super) fn sign_and_release(&self, c: &JudgedContest, keys: &keys::Keys) -> anyhow::Result<()> {
        let signed = at("2024-04-02T08:00:00+07:00");
        for (judge, sheets) in c.sheets.iter().enumerate() {
            let actor = self.actor(self.judges[judge])?;
            for some in sheets.chunks(TOGETHER) {
                let (some, actor) = (some.to_vec(), actor.clone());
                must(self.db, "signature", move |tx| {
                    for sheet in &some {
                        judging::sign(tx, &actor, *sheet, 1, signed)?;
                    }
                    Ok(())
                })?;
            }
        }
        let (contest, round) = (c.id, c.round);
        must(self.db, "closing", move |tx| judging::close_round(tx, &Actor::System, round, signed))?;
        must(self.db, "standings", move |tx| awards::freeze_standings(tx, &Actor::System, contest, signed))?;
        must(self.db, "proposal", move |tx| awards::propose(tx, &Actor::System, contest, signed).map(drop))?;
        let organiser = self.actor(self.organiser)?;
        must(self.db, "confirmation", move |tx| {
            let ballot =
                Ballot { votes: Some((7, 7)), minutes: "Biên bản số 12/BB-BTC ngày 02/4/2024".into() };
            awards::confirm(tx, &organiser, contest, &ballot, signed)
        })?;
        let organiser = self.actor(self.organiser)?;
        let keys = keys.clone();
        must(self.db, "release", move |tx| awards::release(tx, &keys, &organiser, contest, signed))
    }
}

/// The five marks of a judge for an entry, in halves. The first ten entries are far ahead and all different, so that no tie
/// stands at a border of the prizes; the others follow a pattern that repeats only by chance.
pub fn marks(entry: usize, judge: usize) -> judging::SheetInput {
    const MOST: [i64; 5] = [2_500, 2_500, 3_000, 1_500, 500];
    let mut given = Vec::new();
    for (k, most) in MOST.iter().enumerate() {
        let mark = if entry < 10 {
            if k == 2 { most - 50 * entry as i64 } else { *most }
        } else {
            // At most four fifths of what the criterion has.
            let steps = most / 50 * 4 / 5;
            let mixed = (entry as i64 * 31 + judge as i64 * 17 + k as i64 * 7) * 2_654_435_761 % 1_000_003;
            50 * (1 + mixed.abs() % steps)
        };
        given.push((k, Some(Marks(mark))));
    }
    judging::SheetInput {
        seen: 0,
        marks: given,
        comments: vec![(0, "Mới trong phạm vi huyện, số liệu làm thử rõ ràng.".into())],
        general_comment: None,
        ticked: Vec::new(),
    }
}
