//! Reads as much of a page as a browser does to send a form: forms with their fields and what they hold, links, visible text.

/// One form as it stands on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlForm {
    /// Empty when the form is sent to the page's own address.
    pub action: String,
    pub is_post: bool,
    pub is_multipart: bool,
    /// Name and value of everything that is sent when nothing is changed, in the order of the page. Buttons are not in it.
    pub fields: Vec<(String, String)>,
    /// Names of the fields for files.
    pub files: Vec<String>,
    /// Every name a person can fill or press, also boxes that are not ticked and buttons.
    pub names: Vec<String>,
}

/// All forms of a page, in its order.
pub fn forms(page: &str) -> Vec<HtmlForm> {
    let mut found: Vec<(String, HtmlForm)> = Vec::new();
    // First the forms, then what belongs to them: a field may name a form that stands below it.
    for tag in Tags::of(page).filter(|t| t.name == "form") {
        let form = HtmlForm {
            action: tag.get("action").unwrap_or_default(),
            is_post: tag.get("method").is_some_and(|m| m.eq_ignore_ascii_case("post")),
            is_multipart: tag.get("enctype").is_some_and(|e| e == "multipart/form-data"),
            ..HtmlForm::default()
        };
        found.push((tag.get("id").unwrap_or_default(), form));
    }
    let (mut inside, mut next, mut select) = (None, 0, None::<Select>);
    for tag in Tags::of(page) {
        match tag.name {
            "form" => (inside, next) = (Some(next), next + 1),
            "/form" => inside = None,
            "select" => {
                select = tag.get("name").map(|name| Select {
                    name,
                    form: owner(&found, &tag, inside),
                    value: None,
                })
            }
            "option" => {
                if let Some(select) = &mut select {
                    let value = tag.get("value").unwrap_or_else(|| text(tag.content).trim().to_owned());
                    if select.value.is_none() || tag.has("selected") {
                        select.value = Some(value);
                    }
                }
            }
            "/select" => {
                if let Some(Select { name, form: Some(form), value }) = select.take() {
                    let form = &mut found[form].1;
                    form.names.push(name.clone());
                    form.fields.extend(value.map(|v| (name, v)));
                }
            }
            "input" | "textarea" | "button" => {
                if let (Some(form), Some(name)) = (owner(&found, &tag, inside), tag.get("name")) {
                    add(&mut found[form].1, &tag, name);
                }
            }
            _ => {}
        }
    }
    found.into_iter().map(|(_, form)| form).collect()
}

struct Select {
    name: String,
    form: Option<usize>,
    value: Option<String>,
}

/// The form that a field belongs to: the one it names, else the one it stands in.
fn owner(found: &[(String, HtmlForm)], tag: &Tag<'_>, inside: Option<usize>) -> Option<usize> {
    match tag.get("form") {
        Some(id) => found.iter().position(|(i, _)| *i == id),
        None => inside,
    }
}

fn add(form: &mut HtmlForm, tag: &Tag<'_>, name: String) {
    let kind = tag.get("type").unwrap_or_default();
    if tag.has("disabled") {
        return;
    }
    if !form.names.contains(&name) && kind != "hidden" {
        form.names.push(name.clone());
    }
    match (tag.name, kind.as_str()) {
        ("button", _) | ("input", "submit" | "image" | "reset") => {}
        ("input", "file") => form.files.push(name),
        ("input", "checkbox" | "radio") => {
            if tag.has("checked") {
                form.fields.push((name, tag.get("value").unwrap_or_else(|| "on".to_owned())));
            }
        }
        ("textarea", _) => {
            // A browser drops one line end right behind the opening tag.
            let content = tag.content.strip_prefix('\n').unwrap_or(tag.content);
            form.fields.push((name, decoded(content)));
        }
        _ => form.fields.push((name, tag.get("value").unwrap_or_default())),
    }
}

/// Where the links of a page lead, in its order, each once.
pub fn links(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for href in Tags::of(page).filter(|t| t.name == "a").filter_map(|t| t.get("href")) {
        if !found.contains(&href) {
            found.push(href);
        }
    }
    found
}

/// What a person reads: without tags, with single spaces.
pub fn text(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    decoded(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An opening or closing tag, and the text up to the next one (for a text area: up to its end).
struct Tag<'a> {
    name: &'a str,
    inner: &'a str,
    content: &'a str,
}

impl Tag<'_> {
    fn get(&self, attribute: &str) -> Option<String> {
        let mut rest = self.inner;
        loop {
            rest = rest.trim_start();
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            if name.is_empty() && after.is_empty() {
                return None;
            }
            let (value, after) = match after.strip_prefix('=') {
                None => ("", after),
                Some(quoted) if quoted.starts_with(['"', '\'']) => {
                    let quote = &quoted[..1];
                    quoted[1..].split_once(quote).unwrap_or((&quoted[1..], ""))
                }
                Some(bare) => bare.split_at(bare.find(char::is_whitespace).unwrap_or(bare.len())),
            };
            if name == attribute {
                return Some(decoded(value));
            }
            rest = after;
        }
    }

    fn has(&self, attribute: &str) -> bool {
        self.get(attribute).is_some()
    }
}

struct Tags<'a>(&'a str);

impl<'a> Tags<'a> {
    fn of(page: &'a str) -> Tags<'a> {
        Tags(page)
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let begin = self.0.find('<')? + 1;
        let rest = &self.0[begin..];
        let end = end_of_tag(rest)?;
        let inner = rest[..end].trim_end_matches('/');
        self.0 = &rest[end + 1..];
        let name_end = inner.find(char::is_whitespace).unwrap_or(inner.len());
        let (name, inner) = inner.split_at(name_end);
        let until = if name == "textarea" { "</textarea" } else { "<" };
        let content = &self.0[..self.0.find(until).unwrap_or(self.0.len())];
        Some(Tag { name, inner, content })
    }
}

/// The `>` that ends the tag, not one inside a quoted value.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(i),
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Character references written out.
pub fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find(';').filter(|end| *end <= 8) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let name = &rest[1..end];
        let c = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "nbsp" => Some('\u{a0}'),
            _ => name.strip_prefix('#').and_then(|n| {
                let code =
                    n.strip_prefix(['x', 'X']).map_or_else(|| n.parse(), |h| u32::from_str_radix(h, 16));
                code.ok().and_then(char::from_u32)
            }),
        };
        match c {
            Some(c) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_sends_it() {
        let page = r#"<p>a &lt; b</p><form method="post" action="/x?a=1&amp;b=2" enctype="multipart/form-data" id="f">
            <input type="hidden" name="form_key" value="00ff">
            <input name=title value="C&#244;ng &quot;v&#x103;n&quot; > 1" required>
            <input type="checkbox" name="own" value="yes" checked><input type="checkbox" name="more" value="yes">
            <input type="radio" name="form" value="written"><input type="radio" name="form" value="video" checked>
            <textarea name="text">
 two
lines &amp; more</textarea>
            <select name="area"><option value="">-</option><option value="b" selected>B</option></select>
            <select name="first"><option>One</option><option>Two</option></select>
            <input type="file" name="file"><input name="off" value="1" disabled><button name="go" value="1">Go</button>
            </form><input form="f" name="after" value="z"><form action="/search"><input name="q"></form>
            <a href="/a">x</a><a href="/a">y</a><a href='/b'>z</a>"#;
        let all = forms(page);
        assert_eq!(all.len(), 2);
        let form = &all[0];
        assert_eq!((form.action.as_str(), form.is_post, form.is_multipart), ("/x?a=1&b=2", true, true));
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(
            fields,
            [
                ("form_key", "00ff"),
                ("title", "Công \"văn\" > 1"),
                ("own", "yes"),
                ("form", "video"),
                ("text", " two\nlines & more"),
                ("area", "b"),
                ("first", "One"),
                ("after", "z"),
            ]
        );
        assert_eq!(form.files, ["file"]);
        assert_eq!(
            form.names,
            ["title", "own", "more", "form", "text", "area", "first", "file", "go", "after"]
        );
        assert_eq!((all[1].action.as_str(), all[1].is_post), ("/search", false));
        assert_eq!(links(page), ["/a", "/b"]);
        assert!(text(page).starts_with("a < b"));
    }
}
