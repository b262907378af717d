"""Would the witness see it? Bodies that are wrong in one way each, and the violation that each has to give.

    python3 selftest.py
"""

import json

import wire

OK = {"x-amzn-RequestId": "1", "Content-Type": "application/json"}
REVIEW = {"RiskCounts": {"HIGH": 1}, "PillarReviewSummaries": [{"PillarId": "a", "RiskCounts": {"HIGH": 1}}]}
ANSWER = {"QuestionId": "q", "Choices": [{"ChoiceId": "c"}], "SelectedChoices": ["c"], "IsApplicable": True, "Risk": "HIGH"}

ROWS = [
    # operation, status, headers, body, a part of the violation; none where all is well
    ("GetWorkload", 200, OK, {"Workload": {"WorkloadName": "abc", "UpdatedAt": 1700000000.5}}, None),
    ("GetWorkload", 200, OK, {"Workload": {"Name": "abc"}}, "Workload has no member Name"),
    ("GetWorkload", 200, OK, {"Workload": {"WorkloadName": None}}, "string WorkloadName expected"),
    ("GetWorkload", 200, OK, {"Workload": {"WorkloadName": "a"}}, "1 is below 3"),
    ("GetWorkload", 200, OK, {"Workload": {"WorkloadId": "A" * 32}}, "is not [0-9a-f]{32}"),
    ("GetWorkload", 200, OK, {"Workload": {"Environment": "production"}}, "is no WorkloadEnvironment"),
    ("GetWorkload", 200, OK, {"Workload": {"UpdatedAt": "2026-01-01T00:00:00Z"}}, "timestamp Timestamp expected"),
    ("GetWorkload", 200, OK, {"Workload": {"UpdatedAt": 1700000000500}}, "no time in seconds"),
    ("GetWorkload", 200, OK, {"Workload": {"Lenses": "wellarchitected"}}, "list WorkloadLenses expected"),
    ("GetWorkload", 200, OK, {"Workload": {"RiskCounts": {"HIGH": 1.0}}}, "integer Count expected"),
    ("GetWorkload", 200, OK, {"Workload": {"RiskCounts": {"HIGH": True}}}, "integer Count expected"),
    ("GetWorkload", 200, OK, {"Workload": {"RiskCounts": {"HIGH": 0}}}, "has a zero"),
    ("GetWorkload", 200, OK, {"Workload": {"RiskCounts": {"CRITICAL": 1}}}, "is no Risk"),
    ("GetWorkload", 200, OK, {"Workload": {"Applications": ["a", "b"]}}, "2 is above 1"),
    ("GetWorkload", 201, OK, {"Workload": {}}, "the model answers with 200"),
    ("GetWorkload", 200, {"Content-Type": "application/json"}, {}, "no x-amzn-RequestId"),
    ("GetWorkload", 200, {**OK, "Content-Type": "text/plain"}, {}, "content type is text/plain"),
    ("GetWorkload", 200, OK, b'{"Workload": {}, "Workload": {}}', "a member stands twice"),
    ("GetWorkload", 200, OK, b'{"Workload": NaN}', "NaN is not JSON"),
    ("GetWorkload", 200, OK, b"<html>", "body is not JSON"),
    ("GetProfile", 200, OK, {"Profile": {"ProfileVersion": "1.0.0"}}, None),
    ("GetProfile", 200, OK, {"Profile": {"ProfileName": "a"}}, "1 is below 3"),
    ("DeleteWorkload", 200, OK, b"", None),
    ("DeleteWorkload", 200, OK, {"WorkloadId": "a"}, "the model has no output"),
    ("GetLensReview", 200, OK, {"LensReview": REVIEW}, None),
    ("GetLensReview", 200, OK, {"LensReview": {**REVIEW, "RiskCounts": {"HIGH": 2}}}, "pillars sum to"),
    ("ListAnswers", 200, OK, {"AnswerSummaries": [ANSWER]}, None),
    ("ListAnswers", 200, OK, {"AnswerSummaries": [ANSWER, ANSWER]}, "a QuestionId stands twice"),
    ("ListAnswers", 200, OK, {"AnswerSummaries": [{**ANSWER, "SelectedChoices": ["d"]}]}, "selects what it has not"),
    ("ListAnswers", 200, OK, {"AnswerSummaries": [{**ANSWER, "Risk": "UNANSWERED"}]}, "with 1 choices selected"),
    ("ListAnswers", 200, OK, {"AnswerSummaries": [{**ANSWER, "IsApplicable": False}]}, "and IsApplicable False"),
    ("ListAnswers", 200, OK, {"AnswerSummaries": [], "NextToken": "a b"}, "(NextToken)"),
    ("GetWorkload", 404, {**OK, "x-amzn-errortype": "ResourceNotFoundException"},
     {"Message": "no", "ResourceId": "a", "ResourceType": "b"}, None),
    ("GetWorkload", 404, {**OK, "x-amzn-errortype": "ResourceNotFoundException"},
     {"message": "no", "ResourceId": "a", "ResourceType": "b"}, "has no member message"),
    ("GetWorkload", 404, {**OK, "x-amzn-errortype": "ResourceNotFoundException"}, {"Message": "no"}, "without its ResourceId"),
    ("GetWorkload", 400, {**OK, "x-amzn-errortype": "ResourceNotFoundException"},
     {"Message": "no", "ResourceId": "a", "ResourceType": "b"}, "is 404"),
    ("GetWorkload", 400, {**OK, "x-amzn-errortype": "BadRequest"}, {"Message": "no"}, "has no error 'BadRequest'"),
    ("GetWorkload", 409, {**OK, "x-amzn-errortype": "ConflictException"},
     {"Message": "no", "ResourceId": "a", "ResourceType": "b"}, "has no error 'ConflictException'"),
    ("GetWorkload", 500, OK, {"Message": "no"}, "has no error ''"),
]


def main():
    """Runs every row."""
    for operation, status, headers, body, expected in ROWS:
        seen = wire.Wire("http://127.0.0.1:9")
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        seen.note(operation, status, headers, body)
        found = seen.checker.violations
        if expected is None:
            assert found == [], (operation, body, found)
        else:
            assert any(expected in violation for violation in found), (operation, body, expected, found)
    print(f"{len(ROWS)} rows")


if __name__ == "__main__":
    main()
