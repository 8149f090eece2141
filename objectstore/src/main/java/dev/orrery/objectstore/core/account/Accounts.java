package dev.orrery.objectstore.core.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// All pairs of credentials, at least one. Immutable.
public final class Accounts {
  private final SequencedMap<String, Account> byKey = new LinkedHashMap<>();

  /// @throws IllegalArgumentException when there is none, or one access key twice
  public Accounts(List<Account> accounts) {
    for (Account account : accounts) {
      if (byKey.put(account.accessKey(), account) != null) {
        throw new IllegalArgumentException(
            "the access key " + account.accessKey() + " is given twice");
      }
    }
    if (byKey.isEmpty()) {
      throw new IllegalArgumentException("there are no credentials");
    }
  }

  public Optional<Account> withKey(String accessKey) {
    return Optional.ofNullable(byKey.get(accessKey));
  }

  /// The one in whose name the gRPC contract acts.
  public Account first() {
    return byKey.firstEntry().getValue();
  }
}
