"""Calls operations through the vendors' official SDKs.

Reads from standard input what to call, and where the vendors' hosts are to be found:
{"ports": {host: port}, "certificate": file, "credentials": {...}, "calls": [{"id", "vendor", "action", "parameters"}]}
Prints one line of JSON for each call: {"id", "code", "answer"}, or {"id", "error"} if the SDK raised one.
"""

import json
import sys

import urllib3.util.connection
from alibabacloud_cloudauth20190307 import models as cloudauth_models
from alibabacloud_cloudauth20190307.client import Client as Cloudauth
from alibabacloud_dytnsapi20200217 import models as dytnsapi_models
from alibabacloud_dytnsapi20200217.client import Client as Dytnsapi
from alibabacloud_saf20190521 import models as saf_models
from alibabacloud_saf20190521.client import Client as Saf
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.runtime import RuntimeOptions
from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.faceid.v20180301 import models as faceid_models
from tencentcloud.faceid.v20180301.faceid_client import FaceidClient

# The methods of the SDK, by action: each also has the request's model as <action>Request.
CLOUDAUTH = {
    "Id2MetaVerify": "id_2meta_verify",
    "Id2MetaPeriodVerify": "id_2meta_period_verify",
    "Id3MetaVerify": "id_3meta_verify",
    "Mobile2MetaVerify": "mobile_2meta_verify",
    "Mobile3MetaSimpleVerify": "mobile_3meta_simple_verify",
    "BankMetaVerify": "bank_meta_verify",
}
DYTNSAPI = {
    "DescribePhoneNumberOperatorAttribute": "describe_phone_number_operator_attribute",
    "CertNoThreeElementVerification": "cert_no_three_element_verification",
}
SAF = {"ExecuteRequest": "execute_request"}


def redirect(ports):
    """Sends connections to the hosts' port 443 to a port of this machine: requests keep the hosts' names."""
    connect = urllib3.util.connection.create_connection

    def to_this_machine(address, *args, **kwargs):
        return connect(("127.0.0.1", ports[address[0]]), *args, **kwargs)

    urllib3.util.connection.create_connection = to_this_machine


def alibaba_callers(key, certificate):
    config = Config(access_key_id=key["accessKeyId"], access_key_secret=key["accessKeySecret"])
    runtime = RuntimeOptions(ca=certificate)
    callers = {}
    for make, models, host, methods in (
        (Cloudauth, cloudauth_models, "cloudauth.aliyuncs.com", CLOUDAUTH),
        (Dytnsapi, dytnsapi_models, "dytnsapi.aliyuncs.com", DYTNSAPI),
        (Saf, saf_models, "saf.cn-shanghai.aliyuncs.com", SAF),
    ):
        config.endpoint = host
        client = make(config)
        for action, method in methods.items():
            call = getattr(client, f"{method}_with_options")
            model = getattr(models, f"{action}Request")
            callers[action] = (call, model)

    def ask(action, parameters):
        call, model = callers[action]
        body = call(model().from_map(parameters), runtime).body
        return str(body.code), body.to_map()

    return ask


def tencent_callers(key, certificate):
    http = HttpProfile(certification=certificate)
    client = FaceidClient(
        credential.Credential(key["secretId"], key["secretKey"]), "", ClientProfile(httpProfile=http)
    )

    def ask(action, parameters):
        request = getattr(faceid_models, f"{action}Request")()
        request.from_json_string(json.dumps(parameters))
        answer = json.loads(getattr(client, action)(request).to_json_string())
        return answer["Result"], answer

    return ask


def main():
    job = json.load(sys.stdin)
    redirect(job["ports"])
    ask = {
        "alibaba": alibaba_callers(job["credentials"]["alibaba"], job["certificate"]),
        "tencent": tencent_callers(job["credentials"]["tencent"], job["certificate"]),
    }
    for call in job["calls"]:
        try:
            code, answer = ask[call["vendor"]](call["action"], call["parameters"])
            line = {"id": call["id"], "code": code, "answer": answer}
        except Exception as error:  # Each call is judged by itself.
            line = {"id": call["id"], "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(line, ensure_ascii=True), flush=True)


main()
