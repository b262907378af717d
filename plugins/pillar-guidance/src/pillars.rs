//! What does the governance document say of a pillar as a whole?

/// The lines of one pillar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PillarRow {
    /// The pillar's id in the framework.
    pub(crate) pillar: &'static str,
    /// Id and text: the strategy, then the fields that the pillar is made of.
    pub(crate) lines: &'static [(&'static str, &'static str)],
}

/// Pillars two to six; the document has no chapter of its own on the first.
pub(crate) const PILLARS: &[PillarRow] = &[
    PillarRow {
        pillar: "security",
        lines: &[
            (
                "strategy.security",
                "strategy: access control, encryption and basic monitoring first; hunting for threats and automated responses later",
            ),
            (
                "fields.security",
                "fields: defence in depth (identity, network, data), automation (testing, detection), governance (policy as code, audit)",
            ),
        ],
    },
    PillarRow {
        pillar: "reliability",
        lines: &[
            (
                "strategy.reliability",
                "strategy: basic redundancy and monitoring first; resilience patterns and automated recovery step by step",
            ),
            (
                "fields.reliability",
                "fields: fault tolerance (redundancy, circuit breakers, degradation), capacity (scaling, load distribution), recovery (backup, disaster plans)",
            ),
        ],
    },
    PillarRow {
        pillar: "performance",
        lines: &[
            (
                "strategy.performance",
                "strategy: monitoring and caching first; finer optimization and other architecture patterns step by step",
            ),
            (
                "fields.performance",
                "fields: resources (right-sizing, caches, databases) and patterns (microservices, events, serverless)",
            ),
        ],
    },
    PillarRow {
        pillar: "costOptimization",
        lines: &[
            (
                "strategy.cost",
                "strategy: make costs visible and take the simple savings first; automation and governance step by step",
            ),
            (
                "fields.cost",
                "fields: finance (visibility, budgets, pricing models) and resources (life cycle, storage, network)",
            ),
        ],
    },
    PillarRow {
        pillar: "sustainability",
        lines: &[
            (
                "strategy.sustainability",
                "strategy: save energy and resources first; sustainable development and carbon figures step by step",
            ),
            (
                "fields.sustainability",
                "fields: energy (workload, data centre, carbon) and life cycle (sharing and reuse, development)",
            ),
        ],
    },
];
