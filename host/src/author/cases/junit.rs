//! What do test runners of pipelines read? `JUnit` XML: a suite per case file, a test per case.

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{Case, Report};

impl Report {
    /// As `JUnit` XML.
    #[must_use]
    pub fn to_junit(&self) -> String {
        let mut report = quick_junit::Report::new(format!("{} {}", self.plugin, self.version));
        let mut cases = self.cases.as_slice();
        while let Some(first) = cases.first() {
            let count = cases.iter().take_while(|case| case.file == first.file).count();
            let (of_file, rest) = cases.split_at(count);
            let mut suite = TestSuite::new(first.file.as_str());
            suite.add_test_cases(of_file.iter().map(|case| self.test(case)));
            report.add_test_suite(suite);
            cases = rest;
        }
        // Writing to memory does not fail.
        report.to_string().unwrap_or_default()
    }

    fn test(&self, case: &Case) -> TestCase {
        let mut status = TestCaseStatus::success();
        if !case.passes {
            let keys: Vec<&str> = case.differences.iter().map(|difference| difference.key.as_str()).collect();
            status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(format!("not as expected: {}", keys.join(", ")));
            status.set_type("cases.differs");
            status.set_description(case.lines().join("\n"));
        }
        let mut test = TestCase::new(case.name.as_str(), status);
        test.set_classname(self.plugin.as_str());
        test.set_assertions(case.expects);
        if !case.says.is_empty() {
            test.set_system_out(case.says.join("\n"));
        }
        test
    }
}
