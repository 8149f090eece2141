package dev.orrery.identity.core.account;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// One account.
///
/// @param id positive
/// @param passwordHash in PHC string form; empty for an imported account that cannot log in
/// @param roles e.g. `user`, `admin`
/// @param createdMillis since 1970
public record Account(
    long id,
    String username,
    String displayName,
    Optional<String> passwordHash,
    SortedSet<String> roles,
    long createdMillis) {
  public Account {
    roles = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }

  public Account withRoles(SortedSet<String> others) {
    return new Account(id, username, displayName, passwordHash, others, createdMillis);
  }
}
