//! The links in the header that a person's roles give.

use crate::i18n::T;
use crate::viewer::{Role, Viewer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLink {
    pub href: &'static str,
    pub text: String,
    /// The page shown is this one or below it.
    pub current: bool,
}

/// Which roles see which link, in the order of a contest's life. A slice adds its desk here.
const LINKS: &[(&[Role], &str, &str)] = &[
    (&Role::ANY, "/work", "people-work-title"),
    (&[Role::Clerk, Role::Head], "/desk", "screening-nav-desk"),
    (&[Role::Secretary, Role::Organiser, Role::Auditor], "/intake", "screening-nav-intake"),
    (&[Role::Judge, Role::Chair], "/scoring", "judging-my-title"),
    (&[Role::Secretary, Role::Chair, Role::Organiser, Role::Auditor], "/judging", "judging-tab-overview"),
    (&[Role::Secretary, Role::Chair, Role::Organiser, Role::Auditor], "/awards", "judging-tab-standings"),
    (&[Role::Leader, Role::Organiser], "/leader", "screening-nav-leader"),
    (&[Role::Admin], "/accounts", "people-accounts-title"),
    (&[Role::Admin], "/units", "people-units-title"),
];

pub(super) fn links(viewer: &Viewer, t: T, path: &str) -> Vec<NavLink> {
    let path = path.split('?').next().unwrap_or_default();
    let is_below =
        |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    LINKS
        .iter()
        .filter(|(roles, _, _)| viewer.has_any(roles))
        .map(|(_, href, key)| NavLink { href, text: t.s(key).into_owned(), current: is_below(href) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_leads_to_a_page() {
        let table = crate::routes::table();
        for (_, href, key) in LINKS {
            assert!(table.list().iter().any(|r| r.path == *href), "{href}");
            assert!(crate::i18n::knows(key), "{key}");
        }
    }
}
