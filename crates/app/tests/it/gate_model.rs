//! The gate against its model: 20,000 random operations on each engine.

use app::db::Engine;
use testkit::engines::fresh;
use testkit::gate_model;

fn plays(engine: Engine) {
    let db = fresh(engine);
    let seen = gate_model::run(&db, 20_240_410, 20_000).unwrap_or_else(|differs| panic!("{differs}"));
    for (name, (allowed, refused)) in &seen.by_name {
        eprintln!("{name:20} {allowed:6} {refused:6}");
    }
    eprintln!("{} operations, {} allowed, {} sheets", seen.operations, seen.allowed, seen.assigned);
    assert!(seen.operations >= 20_000);
    assert!(seen.assigned > 50, "too few entries came to the judges: {}", seen.assigned);
    for (name, (allowed, refused)) in &seen.by_name {
        assert!(*allowed > 0, "{name} was never allowed");
        assert!(*refused > 0 || ["type", "freeze"].contains(name), "{name} was never refused");
    }
}

#[test]
fn the_product_and_the_reference_say_the_same_on_sqlite() {
    plays(Engine::Sqlite);
}

#[test]
fn the_product_and_the_reference_say_the_same_on_postgres() {
    plays(Engine::Postgres);
}
