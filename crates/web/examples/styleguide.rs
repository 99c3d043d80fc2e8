//! Serves the styleguide on 127.0.0.1, to be looked at: `cargo run -p sk-web --example styleguide -- 8765`.

use app::clock::Clock;
use app::db::{Db, DbConfig};
use app::keys::Keys;
use std::sync::Arc;
use web::page::{ClockBar, ClockPreset};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8765".to_owned());
    let presets = vec![
        ClockPreset { at_ms: 1_705_251_600_000, label: "styleguide-demo-open" },
        ClockPreset { at_ms: 1_712_681_999_000, label: "styleguide-demo-close" },
    ];
    let config =
        web::Config { base_url: format!("http://127.0.0.1:{port}"), demo: Some(ClockBar { presets }) };
    let dir = tempfile::tempdir()?;
    let db = Db::open(&DbConfig::Sqlite { path: dir.path().join("styleguide.db"), readers: 1 })?;
    let clock = Clock::system();
    db.migrate(clock.now().0)?;
    let state = web::AppState {
        config: Arc::new(config),
        clock,
        db,
        keys: Keys::of_folder(dir.path())?,
        data_dir: dir.path().into(),
    };
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, web::router(state)).await?;
    Ok(())
}
