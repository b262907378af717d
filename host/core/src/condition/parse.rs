//! How is a condition read? Recursive descent, one function per binding strength, a byte span in every error.

use crate::lens::{Choice, Condition};

use super::DEFAULT;

/// Deepest nesting of `!` and parentheses. The deepest of 2 045 public rules has four.
pub const DEPTH_MAX: usize = 64;

const OPERATORS_HELP: &str = "write `&&` for and, `||` for or, `!` for not";

/// A condition that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// What was read.
    pub condition: Condition,
    /// Byte spans of the ids that the question does not have, in text order.
    pub unknown: Vec<(u32, u32)>,
}

/// Why a condition cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// What was expected and what was found.
    pub message: String,
    /// What to do, where that can be said.
    pub help: Option<&'static str>,
    /// Byte range in the text of the condition: start, end; empty at the end of the text.
    pub span: (u32, u32),
}

/// Reads a condition over `choices`. An id is made of letters, digits, `_`, `-` and `.`; one that `choices` does not have
/// gives [`Condition::UnknownChoice`].
///
/// # Errors
/// When the text is not a condition, or nests deeper than [`DEPTH_MAX`].
pub fn parse(text: &str, choices: &[Choice]) -> Result<Parsed, SyntaxError> {
    let mut parser = Parser { text, choices, token: Token::End, span: (0, 0), unknown: Vec::new() };
    parser.advance()?;
    let condition = parser.chain(Token::Or, 0)?;
    match parser.token {
        Token::End => Ok(Parsed { condition, unknown: parser.unknown }),
        Token::Close => Err(parser.error("found `)` without a `(` before it", Some("remove it, or open it"))),
        Token::Word(_) | Token::Not | Token::And | Token::Or | Token::Open => {
            Err(parser.expected("`&&`, `||` or the end"))
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Not,
    And,
    Or,
    Open,
    Close,
    End,
}

struct Parser<'a> {
    text: &'a str,
    choices: &'a [Choice],
    /// The token looked at, and where it stands.
    token: Token<'a>,
    span: (usize, usize),
    unknown: Vec<(u32, u32)>,
}

impl<'a> Parser<'a> {
    /// Goes on to the next token.
    fn advance(&mut self) -> Result<(), SyntaxError> {
        let rest = self.text.get(self.span.1..).unwrap_or("");
        let token = rest.trim_start();
        let start = self.text.len() - token.len();
        let word = token.find(|character| !is_word(character)).unwrap_or(token.len());
        let (kind, length) = match token.as_bytes() {
            [] => (Token::End, 0),
            [b'&', b'&', ..] => (Token::And, 2),
            [b'|', b'|', ..] => (Token::Or, 2),
            [b'!', ..] => (Token::Not, 1),
            [b'(', ..] => (Token::Open, 1),
            [b')', ..] => (Token::Close, 1),
            _ if word > 0 => (Token::Word(token.get(..word).unwrap_or("")), word),
            _ => {
                let character = token.chars().next().unwrap_or(' ');
                self.span = (start, start + character.len_utf8());
                return Err(self.error(format!("`{character}` has no meaning in a condition"), Some(OPERATORS_HELP)));
            }
        };
        self.token = kind;
        self.span = (start, start + length);
        Ok(())
    }

    /// Operands joined by one operator: of `||` they are chains of `&&`, of `&&` single ones.
    fn chain(&mut self, operator: Token<'a>, depth: usize) -> Result<Condition, SyntaxError> {
        let mut parts = vec![self.operand(operator, depth)?];
        while self.token == operator {
            self.advance()?;
            parts.push(self.operand(operator, depth)?);
        }
        Ok(match (parts.len(), operator) {
            (1, _) => parts.pop().unwrap_or(Condition::Default),
            (_, Token::Or) => Condition::Or(parts),
            _ => Condition::And(parts),
        })
    }

    fn operand(&mut self, operator: Token<'a>, depth: usize) -> Result<Condition, SyntaxError> {
        if operator == Token::Or { self.chain(Token::And, depth) } else { self.single(depth) }
    }

    /// `!` and what it negates, something in parentheses, or a word.
    fn single(&mut self, depth: usize) -> Result<Condition, SyntaxError> {
        match self.token {
            Token::Not => {
                self.deeper(depth)?;
                self.advance()?;
                Ok(Condition::Not(Box::new(self.single(depth + 1)?)))
            }
            Token::Open => {
                self.deeper(depth)?;
                let opened = self.span;
                self.advance()?;
                let inner = self.chain(Token::Or, depth + 1)?;
                match self.token {
                    Token::Close => self.advance()?,
                    Token::End => {
                        self.span = opened;
                        return Err(self.error("this `(` is never closed", Some("add a `)`")));
                    }
                    Token::Word(_) | Token::Not | Token::And | Token::Or | Token::Open => {
                        return Err(self.expected("`&&`, `||` or `)`"));
                    }
                }
                Ok(inner)
            }
            Token::Word(word) => {
                let span = self.reported_span();
                self.advance()?;
                Ok(self.word(word, span))
            }
            Token::End if self.text.trim().is_empty() => {
                Err(self.error("it is empty", Some("name choices, or write `default`")))
            }
            Token::And | Token::Or | Token::Close | Token::End => Err(self.expected("a choice, `!` or `(`")),
        }
    }

    fn word(&mut self, word: &str, span: (u32, u32)) -> Condition {
        if word == DEFAULT {
            return Condition::Default;
        }
        match self.choices.iter().position(|choice| choice.id == word) {
            Some(position) => Condition::Choice(position),
            None => {
                self.unknown.push(span);
                Condition::UnknownChoice(word.to_owned())
            }
        }
    }

    fn deeper(&self, depth: usize) -> Result<(), SyntaxError> {
        if depth < DEPTH_MAX {
            return Ok(());
        }
        Err(self.error(format!("it nests deeper than {DEPTH_MAX} levels"), Some("remove parentheses")))
    }

    fn expected(&self, what: &str) -> SyntaxError {
        let (found, help) = match self.token {
            Token::Word(word) if matches!(word.to_ascii_lowercase().as_str(), "and" | "or" | "not") => {
                (format!("`{word}`"), Some(OPERATORS_HELP))
            }
            Token::Word(word) => (format!("`{word}`"), None),
            Token::Not => ("`!`".to_owned(), None),
            Token::And => ("`&&`".to_owned(), None),
            Token::Or => ("`||`".to_owned(), None),
            Token::Open => ("`(`".to_owned(), None),
            Token::Close => ("`)`".to_owned(), None),
            Token::End => ("the end".to_owned(), None),
        };
        self.error(format!("expected {what}, found {found}"), help)
    }

    fn error(&self, message: impl Into<String>, help: Option<&'static str>) -> SyntaxError {
        SyntaxError { message: message.into(), help, span: self.reported_span() }
    }

    fn reported_span(&self) -> (u32, u32) {
        let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        (offset(self.span.0), offset(self.span.1))
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.')
}
