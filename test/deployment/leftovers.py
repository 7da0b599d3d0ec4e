"""Prints, as JSON, what an AWS account holds of the resources that a stack of ours makes."""
import json
import os

import botocore.session

session = botocore.session.get_session()


def names(service, operation, member, field=None):
    client = session.create_client(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name=os.environ["AWS_REGION"])
    return [item[field] if field else item for item in getattr(client, operation)()[member]]


print(json.dumps({
    "logGroups": names("logs", "describe_log_groups", "logGroups", "logGroupName"),
    "buckets": names("s3", "list_buckets", "Buckets", "Name"),
    "tables": names("dynamodb", "list_tables", "TableNames"),
    "secrets": names("secretsmanager", "list_secrets", "SecretList", "Name"),
    "functions": names("lambda", "list_functions", "Functions", "FunctionName"),
}))
