//! The organiser's articles, for a demonstration: the office's files do not hold them.

use super::{Play, Stage, part};
use anyhow::Context;
use app::contest::articles::{ArticleDraft, publish_article, save_article};
use domain::contest::ArticleKind;
use domain::time::Instant;

impl Play {
    /// The organiser writes and publishes an article at this moment. First line: the title, after `# `.
    pub fn announce(&mut self, text: &str, at: Instant) -> anyhow::Result<()> {
        let (title, body) = text.split_once('\n').context("an article is a title and a body")?;
        let draft = ArticleDraft {
            kind: ArticleKind::Announcement,
            title: title.trim_start_matches("# ").to_owned(),
            body: body.to_owned(),
        };
        let (scene, before) = (self.scene.clone(), self.state.clone());
        self.state = self.db.write_blocking(move |tx| {
            let mut stage = Stage { scene: &scene, state: before.clone(), now: at };
            let (organiser, contest) = (stage.actor(tx, part::ORGANISER)?, stage.contest()?);
            stage
                .tried(tx, part::ORGANISER, "contest.announce", &[], |tx| {
                    let article = save_article(tx, &organiser, contest, None, &draft, at)?;
                    publish_article(tx, &organiser, contest, article, at)
                })?
                .context("the announcement was refused")?;
            Ok::<_, anyhow::Error>(stage.state)
        })?;
        Ok(())
    }
}
