package dev.orrery.identity.store;

import dev.orrery.identity.core.account.Account;
import dev.orrery.identity.core.account.AccountStore;
import dev.orrery.identity.core.refresh.RefreshFamily;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Accounts in maps, for tests. Guarded by this object's monitor.
public final class MapAccountStore implements AccountStore {
  private final Map<Long, Account> accounts = new HashMap<>();
  private final Map<String, Long> names = new HashMap<>();
  private final Map<String, Versioned> families = new HashMap<>();

  @Override
  public synchronized Optional<Account> byId(long id) {
    return Optional.ofNullable(accounts.get(id));
  }

  @Override
  public synchronized Optional<Account> byUsername(String username) {
    return Optional.ofNullable(names.get(username)).map(accounts::get);
  }

  @Override
  public synchronized boolean add(Account account) {
    if (names.putIfAbsent(account.username(), account.id()) != null) {
      return false;
    }
    accounts.put(account.id(), account);
    return true;
  }

  @Override
  public synchronized boolean replace(Account account) {
    return accounts.replace(account.id(), account) != null;
  }

  @Override
  public synchronized boolean remove(long id) {
    Account removed = accounts.remove(id);
    if (removed == null) {
      return false;
    }
    names.remove(removed.username());
    families.values().removeIf(versioned -> versioned.family().accountId() == id);
    return true;
  }

  @Override
  public synchronized Optional<Versioned> family(String familyId) {
    return Optional.ofNullable(families.get(familyId));
  }

  @Override
  public synchronized void addFamily(String familyId, RefreshFamily family) {
    families.put(familyId, new Versioned(family, 1));
  }

  @Override
  public synchronized boolean replaceFamily(String familyId, RefreshFamily family, long version) {
    Versioned there = families.get(familyId);
    if (there == null || there.version() != version) {
      return false;
    }
    families.put(familyId, new Versioned(family, version + 1));
    return true;
  }
}
