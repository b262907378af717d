//! How does text become markup that cannot be anything else? Markup is `&'static str`, written by us; every other value is
//! escaped on its way in.

use std::fmt::{self, Write as _};

use crate::sink::width::turns_direction;

/// A page so far.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

/// Puts parts on a page: `"markup"`, `[static markup]` and `(value to escape)`.
macro_rules! put {
    (@part $page:expr, [$markup:expr]) => { $page.raw($markup) };
    (@part $page:expr, ($value:expr)) => { $page.text(&$value) };
    (@part $page:expr, $markup:literal) => { $page.raw($markup) };
    ($page:expr, $($part:tt)*) => {{ $( put!(@part $page, $part); )* }};
}
pub(super) use put;

impl Page {
    /// Our own markup.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.text.push_str(markup);
    }

    /// A value, escaped for text and for attributes in double quotes.
    pub(super) fn text(&mut self, value: &dyn fmt::Display) {
        // Writing into a string does not fail.
        let _ = write!(Escaping(&mut self.text), "{value}");
    }

    /// A link to a page elsewhere; only the text where there is no address, or one that is not of the web.
    pub(super) fn link(&mut self, url: Option<&str>, text: &dyn fmt::Display) {
        match url.filter(|url| is_web(url)) {
            Some(url) => put!(self, "<a class=\"out\" rel=\"noopener noreferrer\" href=\"" (url) "\">" (text) "</a>"),
            None => self.text(text),
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// Whether a browser that follows the address asks a web server, and does nothing else.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    url.contains("://") && (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
}

/// Escapes what is written through it.
#[derive(Debug)]
struct Escaping<'a>(&'a mut String);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' | '\t' => self.0.push(character),
                _ if character.is_control() => self.0.push('\u{fffd}'),
                _ if turns_direction(character) => {}
                _ => self.0.push(character),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped() {
        for (value, expected) in [
            ("a < b && \"c\" > 'd'", "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;"),
            ("</script>", "&lt;/script&gt;"),
            ("\u{0}\u{1b}[0m\u{85}", "\u{fffd}\u{fffd}[0m\u{fffd}"),
            ("\u{202e}abc", "abc"),
        ] {
            let mut page = Page::default();
            put!(page, "<p>"(value) "</p>");
            assert_eq!(page.into_text(), format!("<p>{expected}</p>"));
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        for (url, expected) in [
            ("https://a.example/?b&c", true),
            ("HTTP://a.example", true),
            ("javascript:alert(1)//", false),
            ("javascript://a.example/%0aalert(1)", false),
            (" https://a.example", false),
            ("data:text/html,x", false),
            ("//a.example", false),
            ("", false),
        ] {
            assert_eq!(is_web(url), expected, "{url}");
        }
    }
}
