package dev.orrery.identity.core.account;

import dev.orrery.identity.core.refresh.RefreshFamily;
import java.util.Optional;

/// The port to where accounts and refresh families lie. Every write is one conditional transaction.
/// Thread-safe; the calls block.
public interface AccountStore {
  Optional<Account> byId(long id);

  Optional<Account> byUsername(String username);

  /// Adds an account unless its name is taken; returns whether it was added.
  boolean add(Account account);

  /// Replaces an account that is there; returns whether it was.
  boolean replace(Account account);

  /// Removes an account and all its refresh families; returns whether it was there.
  boolean remove(long id);

  /// A family with the version that [#replaceFamily] demands.
  Optional<Versioned> family(String familyId);

  /// Stores a new family.
  void addFamily(String familyId, RefreshFamily family);

  /// Replaces a family if nobody has since `version`; returns whether it did.
  boolean replaceFamily(String familyId, RefreshFamily family, long version);

  /// @param version opaque
  record Versioned(RefreshFamily family, long version) {}
}
