# The calls of this module through boto3: python3 boto3_calls.py ENDPOINT ACCESS_KEY SECRET_KEY. Prints "ok".
import hashlib
import io
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, access_key, secret_key = sys.argv[1:4]
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name="us-east-1",
    config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, signature_version="s3v4"),
)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return
    raise AssertionError("expected " + code)


s3.create_bucket(Bucket="boto")
refused("BucketAlreadyOwnedByYou", s3.create_bucket, Bucket="boto")
assert "boto" in [b["Name"] for b in s3.list_buckets()["Buckets"]]
s3.head_bucket(Bucket="boto")

# put, head, get, ranges, conditions, metadata
body = bytes(range(256)) * 400
tag = s3.put_object(
    Bucket="boto", Key="one/ü&<x>.bin", Body=body, ContentType="text/x-y", Metadata={"color": "blue"}
)["ETag"]
assert tag == '"%s"' % hashlib.md5(body).hexdigest()
head = s3.head_object(Bucket="boto", Key="one/ü&<x>.bin")
assert (head["ContentLength"], head["ContentType"], head["Metadata"]) == (len(body), "text/x-y", {"color": "blue"})
assert s3.get_object(Bucket="boto", Key="one/ü&<x>.bin")["Body"].read() == body
part = s3.get_object(Bucket="boto", Key="one/ü&<x>.bin", Range="bytes=65530-65545")
assert part["Body"].read() == body[65530:65546] and part["ContentRange"] == "bytes 65530-65545/102400"
assert s3.get_object(Bucket="boto", Key="one/ü&<x>.bin", Range="bytes=-5")["Body"].read() == body[-5:]
refused("InvalidRange", s3.get_object, Bucket="boto", Key="one/ü&<x>.bin", Range="bytes=102400-")
refused("304", s3.get_object, Bucket="boto", Key="one/ü&<x>.bin", IfNoneMatch=tag)
refused("PreconditionFailed", s3.get_object, Bucket="boto", Key="one/ü&<x>.bin", IfMatch='"0"')
refused("NoSuchKey", s3.get_object, Bucket="boto", Key="none")
refused("NoSuchBucket", s3.get_object, Bucket="nobody", Key="none")

# listings
for i in range(25):
    s3.put_object(Bucket="boto", Key="list/%02d/x" % i, Body=b"")
pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="boto", Prefix="list/", PaginationConfig={"PageSize": 10}))
assert [len(p["Contents"]) for p in pages] == [10, 10, 5]
folded = s3.list_objects(Bucket="boto", Delimiter="/")
assert [p["Prefix"] for p in folded["CommonPrefixes"]] == ["list/", "one/"]

# copy, delete many
s3.copy_object(Bucket="boto", Key="copy", CopySource={"Bucket": "boto", "Key": "one/ü&<x>.bin"})
assert s3.get_object(Bucket="boto", Key="copy")["Body"].read() == body
deleted = s3.delete_objects(Bucket="boto", Delete={"Objects": [{"Key": "list/%02d/x" % i} for i in range(25)]})
assert len(deleted["Deleted"]) == 25

# upload in parts, by the transfer manager and by hand
large = bytes(11 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(large), "boto", "large", Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20))
assert s3.head_object(Bucket="boto", Key="large")["ETag"].endswith('-3"')
assert s3.get_object(Bucket="boto", Key="large")["Body"].read() == large
upload = s3.create_multipart_upload(Bucket="boto", Key="parts")["UploadId"]
first = s3.upload_part(Bucket="boto", Key="parts", UploadId=upload, PartNumber=1, Body=b"small")["ETag"]
last = s3.upload_part_copy(Bucket="boto", Key="parts", UploadId=upload, PartNumber=2, CopySource="boto/copy", CopySourceRange="bytes=0-9")
assert [p["Size"] for p in s3.list_parts(Bucket="boto", Key="parts", UploadId=upload)["Parts"]] == [5, 10]
assert [u["UploadId"] for u in s3.list_multipart_uploads(Bucket="boto")["Uploads"]] == [upload]
both = [{"PartNumber": 1, "ETag": first}, {"PartNumber": 2, "ETag": last["CopyPartResult"]["ETag"]}]
complete = dict(Bucket="boto", Key="parts", UploadId=upload)
refused("EntityTooSmall", s3.complete_multipart_upload, MultipartUpload={"Parts": both}, **complete)
refused("InvalidPartOrder", s3.complete_multipart_upload, MultipartUpload={"Parts": both[::-1]}, **complete)
refused("InvalidPart", s3.complete_multipart_upload, MultipartUpload={"Parts": [{"PartNumber": 3, "ETag": first}]}, **complete)
s3.abort_multipart_upload(Bucket="boto", Key="parts", UploadId=upload)
refused("NoSuchUpload", s3.abort_multipart_upload, Bucket="boto", Key="parts", UploadId=upload)

# presigned
url = s3.generate_presigned_url("put_object", Params={"Bucket": "boto", "Key": "signed"}, ExpiresIn=60)
urllib.request.urlopen(urllib.request.Request(url, data=b"through a url", method="PUT")).read()
url = s3.generate_presigned_url("get_object", Params={"Bucket": "boto", "Key": "signed"}, ExpiresIn=60)
assert urllib.request.urlopen(url).read() == b"through a url"

refused("BucketNotEmpty", s3.delete_bucket, Bucket="boto")
for entry in s3.list_objects_v2(Bucket="boto")["Contents"]:
    s3.delete_object(Bucket="boto", Key=entry["Key"])
s3.delete_bucket(Bucket="boto")
print("ok")
