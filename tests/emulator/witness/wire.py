"""What went over the wire? Clients that note every answer, and what each of them must be, whatever was asked."""

import base64
import itertools

import boto3
import botocore.config

import invariants
import shapes

REGION = "eu-west-1"


class Wire:
    """All answers of a run: which operations, which statuses, what was wrong with any of them."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.responses = 0
        self.answered = set()
        self.errors = set()
        self.checker = shapes.Checker()
        self._accounts = itertools.count(100_000_000_001)

    def account(self):
        """An account that nobody else uses: 12 digits."""
        return str(next(self._accounts))

    def client(self, account=None, region=REGION, unchecked=False):
        """boto3's client as anyone makes it, without retries; its access key is the account, as emulators have it.

        Unchecked, it sends also what botocore itself would refuse.
        """
        client = boto3.client(
            "wellarchitected",
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=account or self.account(),
            aws_secret_access_key="secret",
            config=botocore.config.Config(
                retries={"total_max_attempts": 1},
                parameter_validation=not unchecked,
                read_timeout=30,
            ),
        )
        client.meta.events.register("before-parse.wellarchitected", self._note)
        return client

    def _note(self, operation_model, response_dict, **_):
        self.note(operation_model.name, response_dict["status_code"], response_dict["headers"], response_dict["body"])

    def note(self, operation, status, headers, body):
        """Checks one answer against the model and against itself."""
        self.responses += 1
        path = f"{operation} {status}"
        headers = {name.lower(): value for name, value in headers.items()}
        if not headers.get("x-amzn-requestid"):
            self.checker.wrong(path, "no x-amzn-RequestId")
        try:
            document = shapes.parse(body) if body else None
        except ValueError as error:
            self.checker.wrong(path, f"body is not JSON: {error}")
            return
        if body and headers.get("content-type") != "application/json":
            self.checker.wrong(path, f"content type is {headers.get('content-type')}")
        if status < 300:
            self._success(operation, status, document, path)
        else:
            self._error(operation, status, headers, document, path)

    def _success(self, operation, status, document, path):
        declared = shapes.model()["operations"][operation]
        self.answered.add(operation)
        if status != declared["http"].get("responseCode", 200):
            self.checker.wrong(path, f"the model answers with {declared['http'].get('responseCode')}")
        if "output" in declared:
            self.checker.check(declared["output"]["shape"], document if document is not None else {}, path)
            for problem in invariants.problems(operation, document or {}):
                self.checker.wrong(path, problem)
        elif document not in (None, {}):
            self.checker.wrong(path, f"the model has no output, found {document!r:.60}")

    def _error(self, operation, status, headers, document, path):
        declared = shapes.model()["operations"][operation]
        code = headers.get("x-amzn-errortype", "").split(":")[0]
        self.errors.add((operation, code))
        if code not in {error["shape"] for error in declared.get("errors", [])}:
            # The three operations on tags list two errors only, and refuse malformed requests all the same.
            if not (code == "ValidationException" and operation in ("TagResource", "UntagResource", "ListTagsForResource")):
                self.checker.wrong(path, f"the model has no error {code!r} for it: {document!r:.80}")
        shape = shapes.model()["shapes"].get(code)
        if shape is None:
            return
        if status != shape["error"]["httpStatusCode"]:
            self.checker.wrong(path, f"{code} is {shape['error']['httpStatusCode']}")
        self.checker.check(code, document, path)
        if not (document or {}).get("Message"):
            self.checker.wrong(path, f"{code} without a message")


def is_pdf(text):
    """Whether it is Base64 of something that begins and ends as a PDF does."""
    document = base64.b64decode(text, validate=True)
    return document.startswith(b"%PDF-") and document.rstrip().endswith(b"%%EOF")
