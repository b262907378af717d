//! Which actions does each verb that writes need? Held against the calls made by tests.

/// Action names as IAM has them, by verb. Reading verbs have `pull`'s.
pub const WRITING: [(&str, &[&str]); 8] = [
    ("workload plan", &["wellarchitected:GetWorkload", "wellarchitected:ListLenses", "wellarchitected:ListWorkloads"]),
    (
        "workload apply",
        &[
            "wellarchitected:AssociateLenses",
            "wellarchitected:CreateWorkload",
            "wellarchitected:GetWorkload",
            "wellarchitected:ListLenses",
            "wellarchitected:ListWorkloads",
            "wellarchitected:TagResource",
            "wellarchitected:UpdateWorkload",
        ],
    ),
    (
        "milestone create",
        &["wellarchitected:CreateMilestone", "wellarchitected:ListMilestones", "wellarchitected:ListWorkloads"],
    ),
    ("lens import", &["wellarchitected:ImportLens", "wellarchitected:ListLenses"]),
    ("lens publish", &["wellarchitected:CreateLensVersion", "wellarchitected:ListLenses"]),
    // Where two write at the same time, a writer reads back as `--from-ssm` does.
    ("assess --store-ssm", &["ssm:DeleteParameters", "ssm:GetParameter", "ssm:PutParameter"]),
    ("assess --from-ssm", &["ssm:DescribeParameters", "ssm:GetParameter", "ssm:GetParameters"]),
    ("assess --store-s3, --from-s3", &["s3:GetObject", "s3:ListBucket", "s3:PutObject"]),
];
