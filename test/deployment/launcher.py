"""Starts MiniStack with the resource types that KYC China's stacks have and MiniStack 1.5.33 lacks."""
import json
import re
from contextvars import ContextVar

from ministack.services import iam, s3, waf
from ministack.services.cloudformation import provisioners

handlers = provisioners._RESOURCE_HANDLERS


def answered(result, what):
    status, _headers, body = result
    if status >= 400:
        raise ValueError(f"{what}: {body!r}")
    return body if isinstance(body, str) else body.decode()


def create_key(_logical_id, props, _stack):
    xml = answered(iam._create_access_key({"UserName": props["UserName"]}), "CreateAccessKey")
    of = lambda name: re.search(f"<{name}>([^<]*)<", xml)[1]
    return of("AccessKeyId"), {"SecretAccessKey": of("SecretAccessKey")}


def delete_key(key_id, props):
    iam._delete_access_key({"AccessKeyId": key_id, "UserName": props.get("UserName")})


handlers.setdefault("AWS::IAM::AccessKey", {"create": create_key, "delete": delete_key})


def associate(_logical_id, props, _stack):
    answered(waf._associate_web_acl(props), "AssociateWebACL")
    return f"{props['WebACLArn']}|{props['ResourceArn']}", {}


handlers.setdefault(
    "AWS::WAFv2::WebACLAssociation",
    {"create": associate, "delete": lambda _id, props: waf._disassociate_web_acl(props)},
)

# A saved query is a text that the console shows: there is nothing to try.
handlers.setdefault(
    "AWS::Logs::QueryDefinition",
    {"create": lambda logical_id, _props, _stack: (logical_id, {}), "delete": lambda _id, _props: None},
)

# An alarm over several metrics is recorded as one over the first: no test waits for an alarm.
record = provisioners._cw_metric_alarm_record


def record_of_any(name, props):
    if props.get("Metrics"):
        stat = next(m["MetricStat"] for m in props["Metrics"] if "MetricStat" in m)
        props = {
            **{k: v for k, v in props.items() if k != "Metrics"},
            "MetricName": stat["Metric"]["MetricName"],
            "Namespace": stat["Metric"]["Namespace"],
            "Period": stat["Period"],
            "Statistic": stat["Stat"],
        }
    return record(name, props)


provisioners._cw_metric_alarm_record = record_of_any

# A bucket has the tags of its properties: the CDK's function empties only buckets that it finds tagged.
bucket = handlers["AWS::S3::Bucket"]
create_bucket, update_bucket = bucket["create"], bucket["update"]


def with_tags(made, props):
    s3._bucket_tags[made[0]] = {tag["Key"]: tag["Value"] for tag in props.get("Tags", [])}
    return made


bucket["create"] = lambda id, props, stack: with_tags(create_bucket(id, props, stack), props)
bucket["update"] = lambda id, old, new, stack: with_tags(update_bucket(id, old, new, stack), new)

# A REST API's ApiKeySourceType is applied on an update of a stack, but not on its creation.
rest_api = handlers["AWS::ApiGateway::RestApi"]
create_rest_api = rest_api["create"]


def create_rest_api_with_key_source(logical_id, props, stack):
    made = create_rest_api(logical_id, props, stack)
    without = {k: v for k, v in props.items() if k != "ApiKeySourceType"}
    rest_api["update"](made[0], without, props, stack, logical_id)
    return made


rest_api["create"] = create_rest_api_with_key_source

# With apiKeySource AUTHORIZER the API key of a call is the authorizer's usageIdentifierKey; MiniStack reads x-api-key alone.
# It caches an authorizer's policy and context, so the key travels in the context.
from ministack.services import apigateway_v1 as gateway

# MiniStack does not read the caller's address as an identity source. All callers are this machine, so their address is the same.
identity_sources = gateway._request_identity_sources


def identity_with_address(source, *args):
    known = [one for one in (source or "").split(",") if one.strip() != "context.identity.sourceIp"]
    present, values = identity_sources(",".join(known), *args)
    return present, [*values, "127.0.0.1"]


gateway._request_identity_sources = identity_with_address

KEY = "usageIdentifierKey"
key_of_call = ContextVar("key_of_call", default=None)
invoke_authorizer, authorize, header_key = (
    gateway._invoke_authorizer_lambda, gateway._authorize_request_v1, gateway._api_key_from_request,
)


async def invoke_authorizer_for_key(*args):
    result = await invoke_authorizer(*args)
    body = (result or {}).get("body")
    if isinstance(body, (str, bytes)):
        try:
            body = json.loads(body)
        except ValueError:
            return result
    if isinstance(body, dict) and body.get(KEY):
        return {**result, "body": {**body, "context": {**(body.get("context") or {}), KEY: body[KEY]}}}
    return result


async def authorize_with_key(api_id, *args):
    error, context = await authorize(api_id, *args)
    from_authorizer = gateway._rest_apis[api_id].get("apiKeySource") == "AUTHORIZER"
    key = (context or {}).get(KEY)
    key_of_call.set((key,) if from_authorizer else None)
    return error, {k: v for k, v in context.items() if k != KEY} if context and from_authorizer else context


def key_from_authorizer(headers):
    known = key_of_call.get()
    return known[0] if known else header_key(headers)


gateway._invoke_authorizer_lambda = invoke_authorizer_for_key
gateway._authorize_request_v1 = authorize_with_key
gateway._api_key_from_request = key_from_authorizer

# API Gateway invokes only a function whose policy allows it to, from where it is called.
from ministack.core import iam_evaluator as evaluator
from ministack.services import lambda_svc


def may_invoke(uri, account, region, source):
    ref = gateway._extract_lambda_ref_from_integration_uri(uri)
    function, config, _name = lambda_svc._get_func_record_for_ref_in_scope(ref, account_id=account, region=region)
    call = evaluator.EvalContext(
        principal_arn="", principal_type="Service", principal_account=account, action="lambda:InvokeFunction",
        resource_arn=(config or {}).get("FunctionArn", ""), region=region,
        service_context={"aws:sourcearn": f"arn:aws:execute-api:{region}:{account}:{source}"},
    )
    policy = (function or {}).get("policy")
    return evaluator.evaluate_resource_policy(policy, call, service="apigateway.amazonaws.com").decision == "Allow"


invoke_proxy, invoke_authorizer_unchecked = gateway._invoke_lambda_proxy_v1, gateway._invoke_authorizer_lambda


async def invoke_proxy_if_permitted(integration, api_id, stage_name, stage, resource, path, method, *args, owner_account_id=None, owner_region=None, **named):
    if not may_invoke(integration["uri"], owner_account_id, owner_region, f"{api_id}/{stage_name}/{method}{resource['path']}"):
        return gateway._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
    _headers, body, *_parameters = args
    # An event of Lambda's has at most 6 MB.
    if len(body or b"") > 6 * 1024 * 1024:
        return gateway._gw_error("REQUEST_TOO_LARGE", "Request Too Long")
    return await invoke_proxy(integration, api_id, stage_name, stage, resource, path, method, *args, owner_account_id=owner_account_id, owner_region=owner_region, **named)


async def invoke_authorizer_if_permitted(authorizer, event, account, region):
    if not may_invoke(authorizer["authorizerUri"], account, region, f"{event['requestContext']['apiId']}/authorizers/{authorizer['id']}"):
        return None
    return await invoke_authorizer_unchecked(authorizer, event, account, region)


gateway._invoke_lambda_proxy_v1 = invoke_proxy_if_permitted
gateway._invoke_authorizer_lambda = invoke_authorizer_if_permitted

# A patch's values are strings: "false" is not true.
update_key = gateway._update_api_key


def update_key_by_meaning(key_id, data):
    for change in data.get("patchOperations", []):
        if change.get("path") == "/enabled":
            change["value"] = str(change["value"]).lower() == "true"
    return update_key(key_id, data)


gateway._update_api_key = update_key_by_meaning

# A bucket policy that denies requests without TLS would deny all of them: on loopback there is no TLS.
from ministack.core import iam_evaluator

pin_origin = iam_evaluator.pin_request_origin
iam_evaluator.pin_request_origin = lambda address, _secure: pin_origin(address, True)

# Ref of a secret is its ARN.
secret = handlers["AWS::SecretsManager::Secret"]
create_secret, update_secret, delete_secret = secret["create"], secret["update"], secret["delete"]
name_of = lambda arn: arn.split(":secret:")[-1][:-7] if arn.startswith("arn:") else arn
with_arn = lambda made: (made[1]["Arn"], made[1])
secret["create"] = lambda *args: with_arn(create_secret(*args))
secret["update"] = lambda arn, *args: with_arn(update_secret(name_of(arn), *args))
secret["delete"] = lambda arn, props: delete_secret(name_of(arn), props)

# The condition keys of a call to KMS.
check = iam_evaluator.enforce
body_of_call = ContextVar("body_of_call", default=b"")
pin_body = iam_evaluator.pin_signed_body


def pin_body_too(body):
    body_of_call.set(body)
    return pin_body(body)


def enforce_with_kms_context(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    if service == "kms":
        try:
            call = json.loads(body_of_call.get() or b"{}")
        except ValueError:
            call = {}
        context = call.get("EncryptionContext") or {}
        keys = {f"kms:EncryptionContext:{k}": v for k, v in context.items()}
        if context:
            keys["kms:EncryptionContextKeys"] = list(context)
        keys |= {f"kms:{k}": call[k] for k in ("SigningAlgorithm", "MessageType", "MacAlgorithm") if k in call}
        service_context = {**(service_context or {}), **keys}
    return check(access_key_id, iam_action, service, region, resource_arn=resource_arn, service_context=service_context)


iam_evaluator.pin_signed_body = pin_body_too
iam_evaluator.enforce = enforce_with_kms_context

# The aws:PrincipalArn of a role's session is the role's ARN.
resolve_key = iam_evaluator._resolve_condition_key


def resolve_key_of_role(key, context):
    value = resolve_key(key, context)
    session = re.fullmatch(r"arn:aws:sts::(\d+):assumed-role/([^/]+)/.*", str(value)) if key.lower() == "aws:principalarn" else None
    return f"arn:aws:iam::{session[1]}:role/{session[2]}" if session else value


iam_evaluator._resolve_condition_key = resolve_key_of_role

if __name__ == "__main__":
    from ministack.app import main

    main()
