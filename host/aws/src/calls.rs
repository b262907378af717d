//! How many calls were made? Counted by service and operation, as they go out.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef},
        },
        orchestrator::Metadata,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;

/// The calls of one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Operations that were asked for.
    pub operations: u64,
    /// Requests that went out: operations and their repetitions.
    pub requests: u64,
}

/// Counts of all connections that share it. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Calls(Arc<Mutex<BTreeMap<String, Count>>>);

impl Calls {
    /// By action as IAM names it, such as `wellarchitected:ListAnswers`.
    #[must_use]
    pub fn by_action(&self) -> BTreeMap<String, Count> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Of all operations together.
    #[must_use]
    pub fn total(&self) -> Count {
        self.by_action().values().fold(Count::default(), |sum, count| Count {
            operations: sum.operations.saturating_add(count.operations),
            requests: sum.requests.saturating_add(count.requests),
        })
    }

    fn add(&self, config: &ConfigBag, change: impl FnOnce(&mut Count)) {
        let Some(operation) = config.load::<Metadata>() else { return };
        let action = format!("{}:{}", iam_prefix(operation.service()), operation.name());
        change(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(action).or_default());
    }
}

/// The SDK says `WellArchitected`, IAM `wellarchitected`.
fn iam_prefix(service: &str) -> String {
    service.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl Intercept for Calls {
    fn name(&self) -> &'static str {
        "Calls"
    }

    fn read_before_serialization(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.add(config, |count| count.operations = count.operations.saturating_add(1));
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.add(config, |count| count.requests = count.requests.saturating_add(1));
        Ok(())
    }
}
