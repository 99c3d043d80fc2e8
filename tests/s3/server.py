"""A store that speaks S3 for the tests: moto, with one bucket, one user and signatures that are looked at.

server.py BUCKET   prints a line of JSON (port, access key, secret key), then answers commands on its standard input, one line each:
  requests         how many of each method came since it was asked last
  damage           changes the last byte of every object
  busy / well      says 503 to everything / as usual again
and ends with its standard input.
"""

import collections
import json
import logging
import sys

import boto3
from moto import settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication

RIGHTS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
seen = collections.Counter()
busy = False


class Seen(logging.Handler):
    def emit(self, record):
        pass


def watched(call):
    def dispatch(self, environ, start_response):
        seen[environ["REQUEST_METHOD"]] += 1
        if busy:
            start_response("503 Slow Down", [("content-type", "application/xml")])
            return [b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"]
        return call(self, environ, start_response)

    return dispatch


def main():
    global busy
    bucket = sys.argv[1]
    logging.getLogger("werkzeug").disabled = True
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    own = dict(
        endpoint_url=f"http://{host}:{port}", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    iam = boto3.client("iam", **own)
    iam.create_user(UserName="sangkien")
    iam.put_user_policy(UserName="sangkien", PolicyName="all", PolicyDocument=json.dumps(RIGHTS))
    keys = iam.create_access_key(UserName="sangkien")["AccessKey"]
    boto3.client("s3", **own).create_bucket(Bucket=bucket)
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    DomainDispatcherApplication.__call__ = watched(DomainDispatcherApplication.__call__)
    print(json.dumps({"port": port, "access": keys["AccessKeyId"], "secret": keys["SecretAccessKey"]}), flush=True)
    for line in sys.stdin:
        said = {}
        match line.strip():
            case "requests":
                said = dict(seen)
                seen.clear()
            case "damage":
                objects = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[bucket].keys
                for _, key in list(objects.items()):
                    whole = bytearray(key.value)
                    whole[-1] ^= 1
                    key.value = bytes(whole)
            case "busy":
                busy = True
            case "well":
                busy = False
        print(json.dumps(said), flush=True)


main()
