//! Pages of a long list.

/// Draw it with `{% include "_pager.html" %}` in a template that has a field `pager: Pager`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// The page shown, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// Path and query without the page number: `/entries?status=open`.
    base: String,
}

impl Pager {
    /// `page` as the person asked for it is brought into the range that exists. `per_page` is at least 1.
    pub fn new(page: u32, total: u64, per_page: u32, base: impl Into<String>) -> Pager {
        let pages = u32::try_from(total.div_ceil(u64::from(per_page.max(1)))).unwrap_or(u32::MAX).max(1);
        Pager { page: page.clamp(1, pages), pages, base: base.into() }
    }

    /// How many rows come before this page.
    pub fn offset(&self, per_page: u32) -> u64 {
        u64::from(self.page - 1) * u64::from(per_page)
    }

    pub fn href(&self, page: &u32) -> String {
        let join = if self.base.contains('?') { '&' } else { '?' };
        format!("{}{join}page={page}", self.base)
    }

    pub fn is_needed(&self) -> bool {
        self.pages > 1
    }

    pub fn previous(&self) -> Option<u32> {
        (self.page > 1).then(|| self.page - 1)
    }

    pub fn next(&self) -> Option<u32> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// First, last, and those around the page shown; `None` where some are left out.
    pub fn numbers(&self) -> Vec<Option<u32>> {
        let near = |n: &u32| *n == 1 || *n == self.pages || n.abs_diff(self.page) <= 1;
        let mut shown = Vec::new();
        let around = self.page.saturating_sub(1).max(1)..=(self.page.saturating_add(1)).min(self.pages);
        let mut list: Vec<u32> = [1].into_iter().chain(around).chain([self.pages]).filter(near).collect();
        list.sort_unstable();
        list.dedup();
        for (i, n) in list.iter().enumerate() {
            match i.checked_sub(1).map(|before| n - list[before]) {
                Some(2) => shown.push(Some(n - 1)),
                Some(gap) if gap > 2 => shown.push(None),
                _ => {}
            }
            shown.push(Some(*n));
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_stays_within_the_pages_that_exist() {
        for (page, total, per_page, shown, pages) in
            [(0, 0, 50, 1, 1), (1, 50, 50, 1, 1), (2, 51, 50, 2, 2), (9, 51, 50, 2, 2), (1, 7, 0, 1, 7)]
        {
            let pager = Pager::new(page, total, per_page, "/x");
            assert_eq!((pager.page, pager.pages), (shown, pages));
        }
    }

    #[test]
    fn numbers_leave_out_what_is_far() {
        for (page, pages, numbers) in [
            (1, 1, "1"),
            (1, 3, "1 2 3"),
            (5, 9, "1 . 4 5 6 . 9"),
            (3, 9, "1 2 3 4 . 9"),
            (4, 9, "1 2 3 4 5 . 9"),
            (9, 9, "1 . 8 9"),
        ] {
            let pager = Pager::new(page, pages, 1, "/x");
            let text: Vec<String> =
                pager.numbers().iter().map(|n| n.map_or(".".to_owned(), |n| n.to_string())).collect();
            assert_eq!(text.join(" "), numbers, "{page} of {pages}");
        }
    }

    #[test]
    fn addresses_keep_the_filter() {
        assert_eq!(Pager::new(1, 9, 1, "/x").href(&2), "/x?page=2");
        assert_eq!(Pager::new(1, 9, 1, "/x?q=a").href(&2), "/x?q=a&page=2");
    }
}
