package dev.orrery.objectstore.core.catalog;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// What keeps a look at the catalog and the change that follows from it together.
///
/// ```
///   bucket made or deleted      buckets: exclusive
///   object put or deleted       buckets: shared      key: its stripe
///   part put, upload ended      buckets: shared      upload: its stripe, then key: its stripe
/// ```
///
/// Always in this order from left to right, so nobody waits in a circle. Reading takes none.
public final class CatalogLocks {
  private static final int STRIPES = 64;

  private final ReentrantReadWriteLock buckets = new ReentrantReadWriteLock();
  private final Lock[] keys = stripes();
  private final Lock[] uploads = stripes();

  /// What is done under locks.
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  private static Lock[] stripes() {
    Lock[] stripes = new Lock[STRIPES];
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
    return stripes;
  }

  private static Lock stripe(Lock[] stripes, String text) {
    return stripes[Math.floorMod(text.hashCode(), STRIPES)];
  }

  /// Alone with the buckets: no object comes or goes meanwhile.
  public <T> T withBuckets(Work<T> work) throws IOException {
    return under(buckets.writeLock(), work);
  }

  /// Alone with a key.
  public <T> T withKey(String bucket, String key, Work<T> work) throws IOException {
    return under(buckets.readLock(), () -> under(stripe(keys, bucket + "/" + key), work));
  }

  /// Alone with an upload.
  public <T> T withUpload(String upload, Work<T> work) throws IOException {
    return under(buckets.readLock(), () -> under(stripe(uploads, upload), work));
  }

  private static <T> T under(Lock lock, Work<T> work) throws IOException {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }
}
