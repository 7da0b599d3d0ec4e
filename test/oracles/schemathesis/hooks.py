"""What Schemathesis does differently for this API, and why."""

import atexit
import collections
import json
import os

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

LONGEST_URL = 2048

# A schema-valid request may be a 400 for these problems alone: no schema that generators can read says them.
EXCEPTIONS = [
    # (field, part of the message, reason)
    ("facePhoto", "", "that base64 is a complete JPEG or PNG is no pattern"),
    ("name", "Han", "which letters are Han characters needs a pattern that most generators cannot read"),
    ("idIssueDate", "day", "that a day exists is no pattern"),
    ("idExpiryDate", "day", "that a day exists is no pattern"),
]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Leads each webhook to this machine: a generated host may belong to somebody."""
    body = case.body
    url = body.get("callbackUrl") if isinstance(body, dict) else None
    if isinstance(url, str) and url.startswith("https://") and len(url) <= LONGEST_URL:
        body["callbackUrl"] = os.environ["KYC_CALLBACK_URL"]


answers = collections.Counter()


@schemathesis.hook
def after_call(context, case, response):
    """Counts the answers of each operation, so that the run can tell what it reached."""
    answers[f"{case.operation.label} {response.status_code}"] += 1


@atexit.register
def write_answers():
    with open("answers.json", "w", encoding="utf-8") as file:
        json.dump(answers, file)


def is_excepted(problem):
    return any(problem["field"] == field and part in problem["message"] for field, part, _ in EXCEPTIONS)


@schemathesis.check
def schema_valid_request_is_accepted(ctx, response, case):
    """Is positive_data_acceptance, but for the named exceptions."""
    if response.status_code == 400:
        problems = response.json().get("errors", [])
        if problems and all(is_excepted(problem) for problem in problems):
            return None
    return positive_data_acceptance(ctx, response, case)


@schemathesis.check
def undeclared_method_is_refused(ctx, response, case):
    """Is unsupported_method, but that a 404 will do: API Gateway knows no wrong method, only routes that it lacks."""
    return None if response.status_code == 404 else unsupported_method(ctx, response, case)
