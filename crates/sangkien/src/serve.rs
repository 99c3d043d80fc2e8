//! `sangkien serve`: the site, until it is told to stop.

use crate::Place;
use crate::content_place::ContentPlace;
use crate::file_tools::FileTools;
use crate::folder::Opened;
use anyhow::Context;
use app::clock::Clock;
use app::db::Db;
use app::files::Contents;
use app::outbox::{Post, PostConfig, Postman};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen.
    #[arg(long, env = "SANGKIEN_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address as browsers see it, `https://…` behind a reverse proxy.
    #[arg(long, env = "SANGKIEN_BASE_URL")]
    base_url: Option<String>,
    /// The mail server: `smtps://user:password@host:465` or `smtp://localhost:25`. Without it letters wait for the administrator.
    #[arg(long, env = "SANGKIEN_SMTP", hide_env_values = true, requires = "mail_from")]
    smtp: Option<String>,
    /// Whom letters come from: `Ban Tổ chức <cuocthi@example.gov.vn>`.
    #[arg(long, env = "SANGKIEN_MAIL_FROM")]
    mail_from: Option<String>,
    /// Years after the release of a result until personal data of its entries is erased; names of winners stay.
    #[arg(long, env = "SANGKIEN_KEEP_PERSONAL_YEARS", default_value_t = 5, value_parser = clap::value_parser!(i64).range(1..=100))]
    keep_personal_years: i64,
    #[command(flatten)]
    contents: ContentPlace,
    #[command(flatten)]
    files: FileTools,
}

impl Serve {
    pub fn run(self) -> anyhow::Result<()> {
        let opened = self.place.open()?;
        let contents = self.contents.open(&opened.dir)?;
        runtime()?.block_on(async {
            let clock = Clock::resume(&opened.db).await.context("the clock cannot be read")?;
            let listener = TcpListener::bind(self.listen)
                .await
                .with_context(|| format!("cannot listen on {}", self.listen))?;
            let base_url = match self.base_url {
                Some(url) => url.trim_end_matches('/').to_owned(),
                None => format!("http://{}", listener.local_addr()?),
            };
            println!("{base_url}");
            first_administrator(&opened.db, &clock, &base_url).await?;
            let state = state(opened, contents, clock, web::Config { base_url, demo: None });
            let post = match (self.smtp, self.mail_from) {
                (Some(url), Some(from)) => {
                    Some(Post::new(&PostConfig { url, from }).context("the mail server's address")?)
                }
                _ => None,
            };
            let postman = post.map(|post| {
                let words = web::letters::words(state.config.clone());
                let postman = Postman::new(state.db.clone(), state.clock.clone(), post);
                tokio::spawn(postman.with_words(words).with_check(app::notices::still_meant).run())
            });
            let retention = tokio::spawn(retention(state.clone(), self.keep_personal_years));
            let tools = self.files.start(&state).await?;
            let served = site(listener, state).await;
            tools.end();
            retention.abort();
            if let Some(postman) = postman {
                postman.abort();
            }
            served
        })
    }
}

/// A new installation prints the link by which its first administrator chooses a password; nobody on the network is faster.
async fn first_administrator(db: &Db, clock: &Clock, base_url: &str) -> anyhow::Result<()> {
    let now = clock.now();
    let link = db
        .write(move |tx| app::people::first_run::first_administrator(tx, "Quản trị hệ thống", "vi", now))
        .await?;
    if let Some(link) = link {
        println!(
            "Choose the administrator's password, once, until {}: {base_url}{}",
            link.expires_at, link.path
        );
    }
    Ok(())
}

/// The threads of the site: as many as cores, at least two.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from).max(2);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores)
        .max_blocking_threads(16)
        .enable_all()
        .build()
        .context("no threads")
}

pub fn state(opened: Opened, files: Contents, clock: Clock, config: web::Config) -> web::AppState {
    web::AppState {
        config: Arc::new(config),
        clock,
        db: opened.db,
        keys: opened.keys,
        data_dir: opened.dir.into(),
        files,
    }
}

/// Serves until SIGTERM or Ctrl-C, then lets running requests finish.
pub async fn site(listener: TcpListener, state: web::AppState) -> anyhow::Result<()> {
    use axum::serve::ListenerExt;
    let listener = listener.tap_io(|stream| {
        // A small answer must not wait for the next one; without it a page is only slower.
        if let Err(why) = stream.set_nodelay(true) {
            tracing::debug!(%why, "no TCP_NODELAY");
        }
    });
    let upkeep = tokio::spawn(upkeep(state.clone()));
    let sorter = tokio::spawn(app::notices::Sorter::new(state.db.clone(), state.clock.clone()).run());
    axum::serve(listener, web::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(told_to_stop())
        .await
        .context("the site stopped")?;
    upkeep.abort();
    sorter.abort();
    state.clock.keep(&state.db).await.context("the clock cannot be kept")
}

pub async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut term) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            return;
        };
        tokio::select! { _ = interrupt => {}, _ = term.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

/// Personal data whose time is over goes, a part at a time.
async fn retention(state: web::AppState, years: i64) {
    let mut hour = tokio::time::interval(Duration::from_secs(3_600));
    loop {
        hour.tick().await;
        loop {
            let now = state.clock.now();
            match state.db.write(move |tx| app::personal::forget_old(tx, years, now)).await {
                Ok(0) => break,
                Ok(gone) => tracing::info!(gone, "personal data erased: its time is over"),
                Err(fault) => {
                    tracing::error!(%fault, "personal data whose time is over cannot be erased");
                    break;
                }
            }
        }
    }
}

/// What goes on beside the requests: the clock is kept, old form keys are forgotten.
async fn upkeep(state: web::AppState) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    loop {
        minute.tick().await;
        if state.clock.set_back_ms() > 2_000 {
            tracing::warn!(
                ms = state.clock.set_back_ms(),
                "the system's clock was set back; the site goes on with the later time"
            );
        }
        if let Err(fault) = state.clock.keep(&state.db).await {
            tracing::error!(%fault, "the clock cannot be kept");
        }
        let now = state.clock.now();
        let forget = state.db.write(move |tx| {
            app::once::forget_old(tx, now)?;
            app::session::forget_old(tx, now)?;
            app::people::store::delete_old_tries(tx, now)?;
            app::outbox::forget_old(tx, now)?;
            app::files::uploads::forget_old(tx, now)?;
            app::notices::forget_old(tx, now)?;
            app::jobs::forget_old(tx, now)
        });
        if let Err(fault) = forget.await {
            tracing::error!(%fault, "what is old cannot be forgotten");
        }
        match app::files::gone::sweep(&state.db, &state.clock, &state.files).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "files removed: the entries that held them are erased"),
            Err(fault) => {
                tracing::error!(fault = format!("{fault:#}"), "files of erased entries cannot be removed")
            }
        }
        if let Err(fault) = app::files::uploads::sweep(&state.db, &state.data_dir).await {
            tracing::error!(fault = format!("{fault:#}"), "parts of uploads that are over cannot be removed");
        }
    }
}
