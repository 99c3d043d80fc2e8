//! XML of office files: names of persons out of attributes, secrets out of texts, also where a paragraph cuts a name into runs.

use super::Unclean;
use domain::entry::mask::{MASK, Secrets};
use quick_xml::XmlVersion;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::reader::Reader;
use quick_xml::writer::Writer;
use std::borrow::Cow;

/// Attributes that name a person or their machine, whatever the prefix.
const PERSONS: [&str; 8] =
    ["author", "initials", "lastModifiedBy", "userId", "providerId", "userName", "reviewer", "presenceInfo"];
/// The texts of one of these belong together.
const PARAGRAPHS: [&str; 3] = ["w:p", "a:p", "si"];

/// A part of an office file without what tells who wrote it.
pub fn clean(part: &[u8], secrets: &Secrets) -> Result<Vec<u8>, Unclean> {
    let text = std::str::from_utf8(part).map_err(|_| Unclean::Broken)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut events: Vec<Event<'static>> = vec![];
    loop {
        match reader.read_event().map_err(|_| Unclean::Broken)? {
            Event::Eof => break,
            // A document type may pull in other files; no office program writes one.
            Event::DocType(_) => return Err(Unclean::Broken),
            Event::Comment(_) => {}
            event => events.push(event.into_owned()),
        }
    }
    for event in &mut events {
        match event {
            Event::Start(tag) | Event::Empty(tag) => *tag = tag_without(tag, secrets)?,
            _ => {}
        }
    }
    mask_texts(&mut events, secrets)?;
    let mut writer = Writer::new(Vec::with_capacity(part.len()));
    for event in events {
        writer.write_event(event).map_err(|_| Unclean::Broken)?;
    }
    Ok(writer.into_inner())
}

fn tag_without(tag: &BytesStart<'static>, secrets: &Secrets) -> Result<BytesStart<'static>, Unclean> {
    let mut out = BytesStart::new(tag.name().0.to_owned());
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Unclean::Broken)?;
        let key = attribute.key.0;
        let own = key.rsplit(':').next().unwrap_or_default();
        let value = value_of(&attribute)?;
        let value: Cow<'_, str> = if PERSONS.contains(&own) {
            Cow::Borrowed("")
        } else if key.starts_with("xmlns") {
            value
        } else {
            Cow::Owned(secrets.mask(&value))
        };
        out.push_attribute((key, value.as_ref()));
    }
    Ok(out)
}

fn value_of<'a>(attribute: &'a Attribute<'a>) -> Result<Cow<'a, str>, Unclean> {
    attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Unclean::Broken)
}

/// Masks paragraph by paragraph; texts outside of paragraphs one by one.
fn mask_texts(events: &mut [Event<'static>], secrets: &Secrets) -> Result<(), Unclean> {
    let mut open = 0_usize;
    let mut together: Vec<usize> = vec![];
    for at in 0..events.len() {
        match &events[at] {
            Event::Start(tag) if is_paragraph(tag.name().0) => open += 1,
            Event::End(tag) if is_paragraph(tag.name().0) => {
                open = open.saturating_sub(1);
                if open == 0 {
                    mask_together(events, &together, secrets)?;
                    together.clear();
                }
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                together.push(at);
            }
            Event::End(_) if open == 0 => {
                mask_together(events, &together, secrets)?;
                together.clear();
            }
            _ => {}
        }
    }
    mask_together(events, &together, secrets)
}

fn is_paragraph(name: &str) -> bool {
    PARAGRAPHS.contains(&name)
}

/// The texts at these places are read as one; what is found in it is taken out of each.
fn mask_together(events: &mut [Event<'static>], at: &[usize], secrets: &Secrets) -> Result<(), Unclean> {
    let mut texts: Vec<String> = vec![];
    for n in at {
        texts.push(text_of(&events[*n])?);
    }
    let whole = texts.concat();
    let found = secrets.found_in(&whole);
    if found.is_empty() {
        return Ok(());
    }
    let mut from = 0;
    for (n, text) in at.iter().zip(&texts) {
        let to = from + text.len();
        let (mut out, mut here) = (String::new(), from);
        for r in found.iter().filter(|r| r.start < to && r.end > from) {
            out.push_str(&whole[here..r.start.max(from)]);
            if r.start >= from {
                out.push_str(MASK);
            }
            here = r.end.min(to);
        }
        out.push_str(&whole[here..to]);
        events[*n] = Event::Text(BytesText::from_escaped(escape(out).into_owned()));
        from = to;
    }
    Ok(())
}

fn text_of(event: &Event<'static>) -> Result<String, Unclean> {
    match event {
        Event::Text(text) => Ok(text.to_string()),
        Event::CData(text) => Ok(text.to_string()),
        Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|_| Unclean::Broken)? {
            Some(c) => Ok(c.to_string()),
            None => resolve_predefined_entity(name).map(str::to_owned).ok_or(Unclean::Broken),
        },
        _ => Ok(String::new()),
    }
}
