//! How it is mended: the handbook's best practices, tools and documentation, by pillar.

use architrave_guest::{AdviceCode, Gap, Legend, Lens, Lines};

struct Template {
    pillar: &'static str,
    best_practices: &'static [&'static str],
    tools: &'static [&'static str],
    documentation: &'static str,
}

const TEMPLATES: [Template; 2] = [
    Template {
        pillar: "security",
        best_practices: &[
            "Implement least privilege access",
            "Enable MFA for all users",
            "Use encryption in transit and at rest",
            "Regular security assessments",
        ],
        tools: &["AWS Config", "AWS Security Hub", "AWS IAM"],
        documentation: "https://docs.aws.amazon.com/security/",
    },
    Template {
        pillar: "reliability",
        best_practices: &[
            "Multi-AZ deployment",
            "Auto-scaling configuration",
            "Health checks and monitoring",
            "Backup and recovery procedures",
        ],
        tools: &["AWS Auto Scaling", "AWS CloudWatch", "AWS Backup"],
        documentation: "https://docs.aws.amazon.com/reliability/",
    },
];

const OTHERWISE: Template = Template {
    pillar: "other",
    best_practices: &["Follow AWS best practices"],
    tools: &["AWS Management Console"],
    documentation: "https://docs.aws.amazon.com/",
};

/// Lines per pillar of the lens, in reading order.
#[derive(Debug)]
pub(crate) struct Templates {
    pillars: Vec<Vec<AdviceCode>>,
}

impl Templates {
    pub(crate) fn new(lens: &Lens, legend: &mut Legend) -> Self {
        let mut lines = |pillar_id: &str| {
            let template = TEMPLATES.iter().find(|template| template.pillar == pillar_id).unwrap_or(&OTHERWISE);
            let mut codes = Vec::new();
            for (text, number) in template.best_practices.iter().zip(1..) {
                codes.push(legend.advice(&format!("{}.best-practice.{number}", template.pillar), text));
            }
            for (tool, number) in template.tools.iter().zip(1..) {
                let text = format!("Tool: {tool}");
                codes.push(legend.advice(&format!("{}.tool.{number}", template.pillar), &text));
            }
            let text = format!("Documentation: {}", template.documentation);
            codes.push(legend.advice(&format!("{}.documentation", template.pillar), &text));
            codes
        };
        Self { pillars: lens.pillars().map(|pillar| lines(pillar.id())).collect() }
    }

    /// The handbook advises per question, so practice rows get nothing of their own.
    pub(crate) fn advise(&self, gap: Gap<'_>, lines: &mut Lines<'_>) {
        if !gap.is_question() {
            return;
        }
        let pillar = usize::from(gap.question().pillar_position());
        for line in self.pillars.get(pillar).into_iter().flatten() {
            lines.add(*line);
        }
    }
}
