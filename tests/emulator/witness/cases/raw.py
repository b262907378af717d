"""What no client sends: requests as bytes."""

import http.client
import json
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from made import NOBODY, OFFICIAL_ARN, workload
from wire import REGION


def ask(wire, account, method, path, body=b"", headers=()):
    """Sends a signed request whose path is taken as it is; status, headers and document of the answer."""
    endpoint = urllib.parse.urlsplit(wire.endpoint)
    request = botocore.awsrequest.AWSRequest(method, wire.endpoint + path, dict(headers), body)
    credentials = botocore.credentials.Credentials(account, "secret")
    botocore.auth.SigV4Auth(credentials, "wellarchitected", REGION).add_auth(request)
    connection = http.client.HTTPConnection(endpoint.hostname, endpoint.port, timeout=30)
    connection.request(method, path, body, dict(request.headers))
    response = connection.getresponse()
    text = response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.headers.items()}, text


def case_an_arn_in_a_path_is_one_segment(wire):
    account = wire.account()
    id = workload(wire.client(account))
    encoded = urllib.parse.quote(OFFICIAL_ARN, safe="")
    status, headers, body = ask(wire, account, "GET", f"/workloads/{id}/lensReviews/{encoded}/answers?MaxResults=1")
    assert status == 200 and json.loads(body)["LensArn"] == OFFICIAL_ARN, (status, body[:200])
    wire.note("ListAnswers", status, headers, body)
    # With its slash as it is, it is another path.
    status, _, _ = ask(wire, account, "GET", f"/workloads/{id}/lensReviews/{OFFICIAL_ARN}/answers")
    assert status >= 400, status


def case_times_are_seconds_with_a_fraction(wire):
    account = wire.account()
    id = workload(wire.client(account))
    status, _, body = ask(wire, account, "GET", f"/workloads/{id}")
    document = json.loads(body)
    assert status == 200 and isinstance(document["Workload"]["UpdatedAt"], float), document["Workload"]["UpdatedAt"]


def case_what_is_no_request(wire):
    account = wire.account()
    for method, path, body in (
        ("POST", "/workloads", b"not JSON"),
        ("POST", "/workloads", b"[]"),
        ("POST", "/workloads", b'"text"'),
        ("POST", "/workloads", b"\xff\xfe"),
        ("POST", "/workloads", b'{"Tags":' + b"[" * 5000),
        ("POST", "/workloads", b""),
        ("POST", "/workloadsSummaries", b'{"MaxResults":"fifty"}'),
        ("POST", "/workloadsSummaries", b'{"MaxResults":1e3}'),
        ("GET", f"/workloads/{NOBODY}%00", b""),
        ("GET", "/workloads/%ff", b""),
        ("GET", "/no/such/path", b""),
        ("TRACE", "/workloads", b""),
        ("GET", "/lenses?MaxResults=many", b""),
        ("GET", "/lenses?MaxResults=", b""),
    ):
        status, headers, text = ask(wire, account, method, path, body, {"Content-Type": "application/json"})
        assert 400 <= status < 500, (method, path, body[:40], status)
        if path not in ("/no/such/path", "/workloads/%ff") and method != "TRACE":
            assert headers["x-amzn-errortype"].split(":")[0] in ("ValidationException", "ResourceNotFoundException"), headers
            assert json.loads(text)["Message"]
    # And it still answers.
    assert wire.client(account).list_workloads()["WorkloadSummaries"] == []


def case_an_empty_body_is_an_empty_request(wire):
    account = wire.account()
    status, headers, body = ask(wire, account, "POST", "/workloadsSummaries", b"")
    assert status == 200, body
    wire.note("ListWorkloads", status, headers, body)
    status, _, body = ask(wire, account, "POST", "/workloadsSummaries", b'{"Unknown": 1, "MaxResults": null}')
    assert status == 200, body


def case_a_body_that_is_too_large_is_refused(wire):
    account = wire.account()
    try:
        status, _, _ = ask(wire, account, "POST", "/workloads", b'"' + b"x" * 20_000_000 + b'"')
        assert 400 <= status < 500, status
    except (ConnectionError, http.client.HTTPException):
        pass  # The server may hang up before it has read all of it.
    assert wire.client(account).list_workloads()["WorkloadSummaries"] == []
