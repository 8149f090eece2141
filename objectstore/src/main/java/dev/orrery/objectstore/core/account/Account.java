package dev.orrery.objectstore.core.account;

/// A pair of credentials.
///
/// @param accessKey names the pair; travels with requests
/// @param secretKey signs; never travels
/// @param owner whose buckets are open to the pair; several pairs may have one owner
public record Account(String accessKey, String secretKey, String owner) {
  /// Never shows the secret.
  @Override
  public String toString() {
    return "Account[" + accessKey + " of " + owner + "]";
  }
}
