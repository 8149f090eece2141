package dev.orrery.objectstore.edge.s3;

import java.util.regex.Pattern;

/// What a bucket may be called, so that it fits into a host name.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
public final class BucketName {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private BucketName() {}

  public static boolean isValid(String name) {
    return NAME.matcher(name).matches()
        && !ADDRESS.matcher(name).matches()
        && !name.contains("..")
        && !name.contains(".-")
        && !name.contains("-.")
        && !name.startsWith("xn--")
        && !name.endsWith("-s3alias");
  }
}
