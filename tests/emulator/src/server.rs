//! How do bytes become requests, and answers bytes?

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request as HttpRequest, State},
    http::{Response as HttpResponse, header},
};
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    calls::Call,
    engine::Engine,
    error::Error,
    faults::{self, Delivery, Faults, Injector, Response},
    options::Options,
    refusal::Refusal,
    request::{Caller, Parts, Request},
    route::route,
    sample,
    send::send,
};

/// Largest body that is read: a lens of 500 000 characters, escaped, with room.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most calls that are remembered.
const CALLS_MAX: usize = 1_000_000;

/// What all connections share.
#[derive(Debug)]
struct Shared {
    engine: Mutex<Engine>,
    faults: Mutex<Injector>,
    calls: Mutex<Vec<Call>>,
    default: Caller,
    /// How many answers were given, errors included.
    answers: AtomicU64,
}

/// A running emulator; stops when dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// Starts an emulator in threads of its own.
///
/// # Errors
/// Files that cannot be read or used, an address that cannot be listened on.
pub fn start(options: &Options) -> Result<Running, Error> {
    let default = Caller { account: options.account.clone(), region: options.region.clone() };
    let mut engine = Engine::new(&options.lenses, options.state.as_deref(), options.clock)?;
    if options.sample {
        sample::make(&mut engine, &default)?;
    }
    let shared = Arc::new(Shared {
        engine: Mutex::new(engine),
        faults: Mutex::new(Injector::new(options.faults.clone().unwrap_or_default())),
        calls: Mutex::default(),
        default,
        answers: AtomicU64::new(1),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(Error::Runtime)?;
    let failed = |source| Error::Listen { address: options.listen, source };
    let listener = std::net::TcpListener::bind(options.listen).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = oneshot::channel::<()>();
    let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
    let serve = move || {
        runtime.block_on(async move {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            tokio::select! {
                // A listener that fails ends the emulator, which its clients see.
                _ = axum::serve(listener, router) => {}
                _ = stopped => {}
            }
        });
        // Open connections are not waited for.
        runtime.shutdown_background();
    };
    let thread = thread::Builder::new().name("emulator".to_owned()).spawn(serve).map_err(Error::Runtime)?;
    Ok(Running { address, shared, stop: Some(stop), thread: Some(thread) })
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as clients want it, such as `http://127.0.0.1:8080`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked since the start or the last [`Running::forget_calls`], in the order answered.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.shared.calls).clone()
    }

    /// Forgets the calls so far.
    pub fn forget_calls(&self) {
        lock(&self.shared.calls).clear();
    }

    /// Replaces the schedule of faults; its counts begin anew.
    pub fn set_faults(&self, faults: Faults) {
        *lock(&self.shared.faults) = Injector::new(faults);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have ended by itself.
            let _ended = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

/// A lock that a panic elsewhere does not take away.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(shared): State<Arc<Shared>>, http: HttpRequest) -> HttpResponse<Body> {
    let (head, body) = http.into_parts();
    let authorization = head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let mut parts = Parts {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        authorization: authorization.map(str::to_owned),
        body: Vec::new(),
    };
    let (response, delivery) = match to_bytes(body, BODY_BYTES_MAX).await {
        Ok(bytes) => {
            parts.body = bytes.into();
            shared.answer(&parts)
        }
        Err(error) => {
            let message = format!("cannot read the body, of at most {BODY_BYTES_MAX} bytes: {error}");
            let response = Refusal::unreadable(message).into();
            shared.note(&parts, "", &response);
            (response, Delivery::Whole)
        }
    };
    let number = shared.answers.fetch_add(1, Ordering::Relaxed);
    send(&response, delivery, number)
}

impl Shared {
    /// The answer to a request. Here faults hook in: they see the request, and decide what becomes of the honest answer.
    fn answer(&self, parts: &Parts) -> (Response, Delivery) {
        let (operation, (response, delivery)) = match self.read(parts) {
            Ok(request) => (request.operation, self.with_faults(&request)),
            Err((operation, refusal)) => (operation, (refusal.into(), Delivery::Whole)),
        };
        self.note(parts, operation, &response);
        (response, delivery)
    }

    fn with_faults(&self, request: &Request) -> (Response, Delivery) {
        let seen = faults::Request {
            operation: request.operation,
            caller: format!("{}/{}", request.account, request.region),
            parameters: request.parameters.clone(),
        };
        // A fault may ask again with another token.
        let honest = |asked: &faults::Request| {
            let asked = Request { parameters: asked.parameters.clone(), ..request.clone() };
            lock(&self.engine).respond(&asked)
        };
        lock(&self.faults).answer(&seen, honest)
    }

    fn read(&self, parts: &Parts) -> Result<Request, (&'static str, Refusal)> {
        let Some((operation, _)) = route(&parts.method, &parts.path) else {
            return Err(("", Refusal::unknown_operation(&parts.method, &parts.path)));
        };
        let caller = self.default.of(parts.authorization.as_deref());
        Request::read(parts, operation, caller).map_err(|refusal| (operation.name, refusal))
    }

    fn note(&self, parts: &Parts, operation: &str, response: &Response) {
        let Caller { account, region } = self.default.of(parts.authorization.as_deref());
        let mut calls = lock(&self.calls);
        if calls.len() < CALLS_MAX {
            let query = if parts.query.is_empty() { String::new() } else { format!("?{}", parts.query) };
            calls.push(Call {
                operation: operation.to_owned(),
                method: parts.method.clone(),
                path: format!("{}{query}", parts.path),
                status: response.status,
                account,
                region,
            });
        }
    }
}
