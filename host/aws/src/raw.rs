//! What did AWS say, to the letter? The JSON of a response, members that the SDK does not know included.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::AfterDeserializationInterceptorContextRef},
        orchestrator::HttpResponse,
        result::SdkError,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{config_bag::ConfigBag, error::metadata::ProvideErrorMetadata};
use serde_json::Value;

use crate::error::{Call, Error, Kind};

/// Most bytes that an answer may have: 64 MiB, as much as a file that is read may have.
pub const BODY_BYTES_MAX: usize = 64 << 20;

/// Keeps the body of the last response of one operation.
#[derive(Debug, Clone, Default)]
pub struct Keep(Arc<Mutex<Vec<u8>>>);

impl Intercept for Keep {
    fn name(&self) -> &'static str {
        "Keep"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = context.response().body().bytes().unwrap_or_default();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = body.to_vec();
        Ok(())
    }
}

/// Sends an operation and gives the JSON of its answer. `send` adds the interceptor that it is given:
/// `|keep| client.get_workload().workload_id(id).customize().interceptor(keep).send()`.
///
/// # Errors
///
/// What the SDK says, and an answer that is too long or no JSON.
pub async fn raw<T, E, F>(call: Call, send: impl FnOnce(Keep) -> F) -> Result<Value, Error>
where
    F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let keep = Keep::default();
    if let Err(error) = send(keep.clone()).await {
        return Err(Error::sdk(call, &error));
    }
    let body = std::mem::take(&mut *keep.0.lock().unwrap_or_else(PoisonError::into_inner));
    if body.len() > BODY_BYTES_MAX {
        return Err(Error::new(Kind::Unusable, call, format!("the answer has more than {BODY_BYTES_MAX} bytes")));
    }
    serde_json::from_slice(&body)
        .map_err(|error| Error::new(Kind::Unusable, call, format!("the answer is not JSON: {error}")))
}
