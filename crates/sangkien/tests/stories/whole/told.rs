//! What nobody is told before its time.

use super::*;

impl Whole {
    /// Everybody who must not know looks at everything; what the judges wrote, gave, or are called stands on no page.
    pub(super) async fn nothing_is_told(&self, step: &str) {
        let c = self.contest;
        let mut paths = vec![
            "/".to_owned(),
            "/work".to_owned(),
            "/desk".to_owned(),
            "/leader".to_owned(),
            "/scoring".to_owned(),
            format!("/leader/{c}"),
            format!("/leader/{c}/quota"),
        ];
        for tail in [
            "",
            "/results",
            "/results.csv",
            "/results.xlsx",
            "/articles/1",
            "/audit",
            "/set-up",
            "/figures",
            "/desk",
        ] {
            paths.push(format!("/contests/CM24{tail}"));
        }
        for tail in ["", "/panel", "/conflicts", "/scores.csv", "/scores.xlsx"] {
            paths.push(format!("/judging/{c}{tail}"));
        }
        for tail in ["", "/standings.csv", "/standings.xlsx", "/ties", "/prizes", "/confirm", "/release"] {
            paths.push(format!("/awards/{c}{tail}"));
        }
        paths.push(format!("/judging/rounds/{}", self.round.get().max(1)));
        for e in &self.entries {
            for path in [
                "/entries/{}",
                "/entries/{}/receipt",
                "/entries/{}/tasks",
                "/desk/entries/{}",
                "/intake/entries/{}",
            ] {
                paths.push(path.replace("{}", &e.to_string()));
            }
            paths.push(format!("/judging/rounds/{}/entries/{e}", self.round.get().max(1)));
            paths.push(format!("/awards/{c}/entries/{e}"));
        }
        let public = self.site.anyone();
        let mut outsiders: Vec<(&str, &Person)> = vec![("the public", &public)];
        outsiders.extend(self.holders.iter().take(2).map(|h| ("an author", h)));
        let units = ["vanthu0", "thutruong1", "lanhdao", "admin"];
        outsiders.extend(units.map(|login| (login, self.who(login))));
        let english = TOTALS.map(|t| t.replace(',', "."));
        for (name, who) in outsiders {
            for path in &paths {
                let page = who.get(path).await;
                assert!([200, 303, 403, 404].contains(&page.status), "{step}, {name}: {page}");
                let text = page.text();
                let names = JUDGES.iter().map(|j| j.1);
                // The administrator keeps the accounts and knows people's names, not that they judge.
                let secrets = names.chain(TOTALS).chain(english.iter().map(String::as_str)).chain([COMMENT]);
                for secret in secrets {
                    assert!(!text.contains(secret), "{step}: {name} reads {secret} at {page}");
                }
            }
        }
        // A judge who has not signed everything does not read the others' words.
        for code in ["gk02", "gk03"] {
            let judge = self.who(code);
            for path in &paths {
                let text = judge.get(path).await.text();
                assert!(
                    !text.contains(TOTALS[1]) || path.starts_with("/scoring"),
                    "{step}: {code} at {path}"
                );
                assert!(!text.contains(COMMENT), "{step}: {code} at {path}");
            }
        }
    }
}
