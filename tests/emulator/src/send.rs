//! How do the bytes of an answer go out: at once, in pieces, or not to the end?

use std::{
    collections::VecDeque,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, Response as HttpResponse, StatusCode, header},
};
use futures_core::Stream;
use tokio::time::{Sleep, sleep};

use crate::faults::{Delivery, Response};

/// An answer as HTTP; `number` makes its request id.
pub(crate) fn send(response: &Response, delivery: Delivery, number: u64) -> HttpResponse<Body> {
    let bytes = Bytes::from(response.body.to_string());
    let length = bytes.len();
    let body = match delivery {
        Delivery::Whole => Body::from(bytes),
        Delivery::Slow { pieces, pause_ms } => Body::from_stream(Pieces {
            left: split(&bytes, pieces),
            pause: Duration::from_millis(pause_ms),
            sleep: None,
            end: End::Whole,
        }),
        Delivery::Cut { after_bytes } => {
            let kept = after_bytes.unwrap_or(length / 2).min(length);
            let left = VecDeque::from([bytes.slice(..kept)]);
            Body::from_stream(Pieces { left, pause: Duration::ZERO, sleep: None, end: End::Flush })
        }
    };
    let mut http = HttpResponse::new(body);
    *http.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = http.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Ok(id) = HeaderValue::try_from(format!("00000000-0000-0000-0000-{number:012x}")) {
        headers.insert("x-amzn-requestid", id);
    }
    for (name, value) in &response.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    http
}

/// Pieces of about equal length.
fn split(bytes: &Bytes, pieces: u32) -> VecDeque<Bytes> {
    let pieces = usize::try_from(pieces).unwrap_or(usize::MAX).max(1);
    let size = bytes.len().div_ceil(pieces).max(1);
    bytes.chunks(size).map(Bytes::copy_from_slice).collect()
}

/// A body that waits between its pieces, or fails after the last.
#[derive(Debug)]
struct Pieces {
    left: VecDeque<Bytes>,
    pause: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
    end: End,
}

/// What comes after the last piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The end of the body.
    Whole,
    /// A moment in which the pieces are sent, then the cut.
    Flush,
    /// The end of the connection.
    Cut,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(sleep) = &mut self.sleep {
            ready!(sleep.as_mut().poll(context));
            self.sleep = None;
        }
        match (self.left.pop_front(), self.end) {
            (Some(piece), end) => {
                if end == End::Whole && !self.left.is_empty() {
                    self.sleep = Some(Box::pin(sleep(self.pause)));
                }
                Poll::Ready(Some(Ok(piece)))
            }
            (None, End::Whole) => Poll::Ready(None),
            (None, End::Flush) => {
                // The server sends what it has while a body has nothing; an error would take that away.
                self.end = End::Cut;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            (None, End::Cut) => {
                self.end = End::Whole;
                Poll::Ready(Some(Err(io::Error::other("cut on purpose"))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole() {
        let check = |text: &'static str, pieces: u32, expected: &[&str]| {
            assert_eq!(split(&Bytes::from_static(text.as_bytes()), pieces), expected, "{text} in {pieces}");
        };
        check("abcdef", 3, &["ab", "cd", "ef"]);
        check("abc", 2, &["ab", "c"]);
        check("a", 5, &["a"]);
        check("abc", 0, &["abc"]);
        check("", 3, &[]);
    }
}
