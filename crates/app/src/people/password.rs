//! Hashing of passwords: Argon2id, 19 MiB, two passes. Slow on purpose, so never inside a transaction; the web layer runs it on a
//! thread for blocking work, few at a time.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::people::password::normal_form;
use std::sync::LazyLock;

/// Source: OWASP, minimum for Argon2id: m = 19 MiB, t = 2, p = 1.
static ARGON: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
});

/// A hash that no password has, checked when an account is unknown: it costs the same time.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash("nobody has this password").unwrap_or_else(|_| String::new()));

/// The PHC text of a password, with a salt of its own. Blocking, tens of milliseconds, 19 MiB.
pub fn hash(password: &str) -> anyhow::Result<String> {
    let phc =
        ARGON.hash_password(normal_form(password).as_bytes()).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(phc.to_string())
}

/// Whether the password is the one of the hash. Blocking, as long as [`hash`].
pub fn verify(password: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else {
        tracing::error!("a stored password hash cannot be read");
        return false;
    };
    ARGON.verify_password(normal_form(password).as_bytes(), &parsed).is_ok()
}

/// The hash to check for an account that does not exist.
pub fn nobody() -> &'static str {
    &NOBODY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_its_own_hash_composed_or_not() {
        let h = hash("bốn mùa hoa nở").unwrap();
        assert!(h.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{h}");
        assert!(verify("bo\u{302}\u{301}n mùa hoa nở", &h));
        assert!(!verify("bon mua hoa no", &h));
        assert!(!verify("", &h));
        assert!(!verify("bốn mùa hoa nở", nobody()));
        assert!(!verify("x", "not a hash"));
        assert_ne!(h, hash("bốn mùa hoa nở").unwrap());
    }
}
