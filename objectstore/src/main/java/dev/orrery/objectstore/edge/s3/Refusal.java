package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.objects.ObjectStoreException;

/// The core's refusals as errors of S3.
final class Refusal {
  private Refusal() {}

  static S3Exception of(ObjectStoreException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused) {
      case ObjectStoreException.NoSuchBucket _ -> S3Error.NO_SUCH_BUCKET.asException();
      case ObjectStoreException.BucketExists _ -> S3Error.BUCKET_ALREADY_EXISTS.asException();
      case ObjectStoreException.BucketNotEmpty _ -> S3Error.BUCKET_NOT_EMPTY.asException();
      case ObjectStoreException.NoSuchKey _ -> S3Error.NO_SUCH_KEY.asException();
      case ObjectStoreException.NoSuchUpload _ -> S3Error.NO_SUCH_UPLOAD.asException();
      case ObjectStoreException.InvalidPart _ -> S3Error.INVALID_PART.saying(message);
      case ObjectStoreException.InvalidPartOrder _ -> S3Error.INVALID_PART_ORDER.saying(message);
      case ObjectStoreException.PartTooSmall _ -> S3Error.ENTITY_TOO_SMALL.saying(message);
      case ObjectStoreException.PreconditionFailed failed ->
          S3Error.PRECONDITION_FAILED.asException().with("Condition", failed.condition());
      case ObjectStoreException.ChecksumMismatch _ -> S3Error.BAD_DIGEST.saying(message);
    };
  }
}
