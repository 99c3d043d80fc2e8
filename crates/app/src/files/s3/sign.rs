//! The signature of a request (AWS Signature Version 4): who asks, for what, when, and with which bytes. The bytes are signed by their
//! hash, so that a store which keeps the rule takes no others. Source: "Authenticating Requests (AWS Signature Version 4)", S3 API reference.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Of an account at the store. The secret is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    pub access: String,
    pub secret: String,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys of {}", self.access)
    }
}

/// What is signed of a request.
pub(super) struct Asked<'a> {
    pub method: &'a str,
    pub host: &'a str,
    /// With its first slash, escaped.
    pub path: &'a str,
    /// Escaped and in the order of names, without `?`.
    pub query: &'a str,
    /// SHA-256 of the body, in hex.
    pub body: &'a str,
    /// `20260131T235959Z`.
    pub at: &'a str,
    pub region: &'a str,
}

/// The value of the header `Authorization`.
pub(super) fn authorization(keys: &Keys, asked: &Asked) -> String {
    const SIGNED: &str = "host;x-amz-content-sha256;x-amz-date";
    let Asked { method, host, path, query, body, at, region } = asked;
    let day = at.get(..8).unwrap_or(at);
    let request = format!(
        "{method}\n{path}\n{query}\nhost:{host}\nx-amz-content-sha256:{body}\nx-amz-date:{at}\n\n{SIGNED}\n{body}"
    );
    let scope = format!("{day}/{region}/s3/aws4_request");
    let text = format!("AWS4-HMAC-SHA256\n{at}\n{scope}\n{}", hex_of(request.as_bytes()));
    let first = format!("AWS4{}", keys.secret);
    let key = [day, region, "s3", "aws4_request"]
        .iter()
        .fold(first.into_bytes(), |key, part| mac(&key, part.as_bytes()));
    let signature = HEXLOWER.encode(&mac(&key, text.as_bytes()));
    let access = &keys.access;
    format!("AWS4-HMAC-SHA256 Credential={access}/{scope},SignedHeaders={SIGNED},Signature={signature}")
}

/// SHA-256 in hex.
pub(super) fn hex_of(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// A value of a query: letters, digits and `-._~` stay.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn mac(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    mac.update(bytes);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the reference: "GET Bucket Lifecycle" and "Get Bucket (List Objects)".
    #[test]
    fn the_examples_of_the_reference_are_signed_alike() {
        let keys = Keys {
            access: "AKIAIOSFODNN7EXAMPLE".into(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
        };
        for (query, signature) in [
            ("lifecycle=", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
            ("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
        ] {
            let asked = Asked {
                method: "GET",
                host: "examplebucket.s3.amazonaws.com",
                path: "/",
                query,
                body: &hex_of(b""),
                at: "20130524T000000Z",
                region: "us-east-1",
            };
            let said = authorization(&keys, &asked);
            assert!(said.ends_with(&format!("Signature={signature}")), "{query}: {said}");
        }
        assert!(!format!("{keys:?}").contains("wJalr"), "the secret is not shown");
    }

    #[test]
    fn a_value_of_a_query_is_escaped() {
        assert_eq!(escaped("aZ09-._~"), "aZ09-._~");
        assert_eq!(escaped("a+b/c=Đ"), "a%2Bb%2Fc%3D%C4%90");
    }
}
