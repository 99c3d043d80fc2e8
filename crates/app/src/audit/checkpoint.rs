//! A checkpoint: size and root of the audit log at one moment, signed. Printed as a QR code in minutes and on slips it binds
//! the log from outside. Layout: C2SP tlog-checkpoint and signed-note, with one Ed25519 signature.

use super::tree::Hash;
use crate::keys::Keys;
use data_encoding::BASE64;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};

/// Size and root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many lines the log has.
    pub size: u64,
    pub root: Hash,
}

/// The key with which an installation signs its checkpoints: derived from its secret, so that there is nothing more to keep.
pub struct Signer {
    pair: Ed25519KeyPair,
    origin: String,
}

/// What others check a checkpoint with: the name of the log and its public key. Text: `name+hash+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    origin: String,
    key: [u8; 32],
}

/// Why a note is not a checkpoint of this log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    #[error("it does not have the form of a checkpoint")]
    Form,
    #[error("it is of another log")]
    Origin,
    #[error("its signature is wrong")]
    Signature,
}

const ED25519_NOTE: u8 = 1;

impl Signer {
    pub fn of(keys: &Keys) -> Signer {
        let seed = keys.digest("checkpoint", &[]);
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).expect("a seed of 32 bytes is a key");
        let mark = data_encoding::HEXLOWER.encode(&Sha256::digest(pair.public_key().as_ref())[..6]);
        Signer { pair, origin: format!("sangkien/{mark}") }
    }

    pub fn verifier(&self) -> Verifier {
        let mut key = [0; 32];
        key.copy_from_slice(self.pair.public_key().as_ref());
        Verifier { origin: self.origin.clone(), key }
    }

    /// The signed note. The same checkpoint always gives the same bytes.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = body(&self.origin, checkpoint);
        let mut signature = self.verifier().key_hash().to_vec();
        signature.extend_from_slice(self.pair.sign(text.as_bytes()).as_ref());
        format!("{text}\n\u{2014} {} {}\n", self.origin, BASE64.encode(&signature))
    }
}

fn body(origin: &str, checkpoint: &Checkpoint) -> String {
    format!("{origin}\n{}\n{}\n", checkpoint.size, BASE64.encode(&checkpoint.root))
}

impl Verifier {
    fn key_hash(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.origin)
            .chain_update(b"\n")
            .chain_update([ED25519_NOTE])
            .chain_update(self.key)
            .finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// `name+hash+base64 of type and key`, as signed notes write it.
    pub fn text(&self) -> String {
        let mut key = vec![ED25519_NOTE];
        key.extend_from_slice(&self.key);
        format!(
            "{}+{}+{}",
            self.origin,
            data_encoding::HEXLOWER.encode(&self.key_hash()),
            BASE64.encode(&key)
        )
    }

    pub fn parse(text: &str) -> Option<Verifier> {
        let mut parts = text.splitn(3, '+');
        let (origin, _, key) = (parts.next()?, parts.next()?, parts.next()?);
        let key = BASE64.decode(key.as_bytes()).ok()?;
        let (kind, key) = key.split_first()?;
        let verifier = Verifier { origin: origin.to_owned(), key: key.try_into().ok()? };
        (*kind == ED25519_NOTE && verifier.text() == text).then_some(verifier)
    }

    /// Reads a note and checks its signature.
    pub fn open(&self, note: &str) -> Result<Checkpoint, NoteFault> {
        let mut lines = note.split('\n');
        let mut next = || lines.next().ok_or(NoteFault::Form);
        let (origin, size, root, empty, signed) = (next()?, next()?, next()?, next()?, next()?);
        if origin != self.origin {
            return Err(NoteFault::Origin);
        }
        let size = size.parse().map_err(|_| NoteFault::Form)?;
        let root = BASE64.decode(root.as_bytes()).ok().and_then(|r| r.try_into().ok());
        let checkpoint = Checkpoint { size, root: root.ok_or(NoteFault::Form)? };
        let text = body(origin, &checkpoint);
        let signature = signed
            .strip_prefix("\u{2014} ")
            .and_then(|s| s.strip_prefix(origin))
            .and_then(|s| s.strip_prefix(' '))
            .and_then(|s| BASE64.decode(s.as_bytes()).ok())
            .ok_or(NoteFault::Form)?;
        // What is read must be all there is, and written in the one way.
        if !empty.is_empty() || format!("{text}\n{signed}\n") != note {
            return Err(NoteFault::Form);
        }
        let signature = signature.strip_prefix(&self.key_hash()[..]).ok_or(NoteFault::Signature)?;
        let key = UnparsedPublicKey::new(&ED25519, self.key);
        key.verify(text.as_bytes(), signature).map_err(|_| NoteFault::Signature)?;
        Ok(checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_opened_by_its_own_key_only_and_not_after_any_change() {
        let signer = Signer::of(&Keys::fixed([7; 32]));
        let checkpoint = Checkpoint { size: 421, root: [9; 32] };
        let note = signer.sign(&checkpoint);
        assert_eq!(note, signer.sign(&checkpoint));
        let verifier = signer.verifier();
        assert_eq!(verifier.open(&note), Ok(checkpoint));
        assert_eq!(Verifier::parse(&verifier.text()), Some(verifier.clone()));
        let stranger = Signer::of(&Keys::fixed([8; 32])).verifier();
        assert_eq!(stranger.open(&note), Err(NoteFault::Origin));
        let mut bytes = note.clone().into_bytes();
        for i in 0..bytes.len() {
            for bit in [1, 32] {
                bytes[i] ^= bit;
                if let Ok(bent) = std::str::from_utf8(&bytes) {
                    assert!(verifier.open(bent).is_err(), "byte {i}: {bent}");
                }
                bytes[i] ^= bit;
            }
        }
        for bent in [format!("{note}\n"), note.trim_end().to_owned(), String::new()] {
            assert!(verifier.open(&bent).is_err());
        }
    }
}
