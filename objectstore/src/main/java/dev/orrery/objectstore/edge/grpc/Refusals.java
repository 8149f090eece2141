package dev.orrery.objectstore.edge.grpc;

import dev.orrery.objectstore.core.objects.ObjectStoreException;
import dev.orrery.objectstore.edge.StorageException;
import dev.orrery.runtime.rpc.RpcException;

/// The core's refusals as canonical status codes.
final class Refusals {
  private Refusals() {}

  /// What is to be answered; anything unknown is given back as it is.
  static RuntimeException of(RuntimeException failure) {
    return switch (failure) {
      case StorageException storage ->
          storage.isBusy()
              ? RpcException.resourceExhausted("SLOW_DOWN", "too much waits for the disk")
              : RpcException.unavailable("STORAGE_FAILED", "the storage failed");
      case ObjectStoreException refused -> refusal(refused);
      default -> failure;
    };
  }

  private static RpcException refusal(ObjectStoreException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused) {
      case ObjectStoreException.NoSuchBucket _ -> RpcException.notFound("NO_SUCH_BUCKET", message);
      case ObjectStoreException.NoSuchKey _ -> RpcException.notFound("NO_SUCH_KEY", message);
      case ObjectStoreException.BucketExists _ ->
          RpcException.alreadyExists("BUCKET_EXISTS", message);
      case ObjectStoreException.BucketNotEmpty _ ->
          RpcException.failedPrecondition("BUCKET_NOT_EMPTY", message);
      case ObjectStoreException.PreconditionFailed _ ->
          RpcException.failedPrecondition("PRECONDITION_FAILED", message);
      case ObjectStoreException.NoSuchUpload _,
          ObjectStoreException.InvalidPart _,
          ObjectStoreException.InvalidPartOrder _,
          ObjectStoreException.PartTooSmall _,
          ObjectStoreException.ChecksumMismatch _ ->
          RpcException.failedPrecondition("UPLOAD", message);
    };
  }
}
