package dev.orrery.identity.core.account;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a name, a password and a role may be.
public final class AccountRules {
  public static final int MINIMUM_PASSWORD = 8;

  /// Beyond it hashing would be a way to keep us busy.
  public static final int MAXIMUM_PASSWORD = 128;

  public static final int MAXIMUM_DISPLAY_NAME = 64;
  public static final Set<String> ROLES = Set.of("user", "admin");

  private static final Pattern USERNAME = Pattern.compile("[a-z0-9_]{3,30}");

  private AccountRules() {}

  /// What is wrong with a user name; empty when nothing is.
  public static Optional<String> username(String name) {
    return USERNAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("must be 3 to 30 of a-z, 0-9 and _");
  }

  /// What is wrong with a password; empty when nothing is. Length only, in code points, as NIST SP
  /// 800-63B §3.1.1 advises.
  public static Optional<String> password(String password) {
    int length = password.codePointCount(0, password.length());
    return length < MINIMUM_PASSWORD || length > MAXIMUM_PASSWORD
        ? Optional.of(
            "must be "
                + MINIMUM_PASSWORD
                + " to "
                + MAXIMUM_PASSWORD
                + " characters, not "
                + length)
        : Optional.empty();
  }

  public static Optional<String> displayName(String name) {
    boolean control = name.codePoints().anyMatch(Character::isISOControl);
    return control || name.codePointCount(0, name.length()) > MAXIMUM_DISPLAY_NAME
        ? Optional.of(
            "must be at most "
                + MAXIMUM_DISPLAY_NAME
                + " characters, none of them a control character")
        : Optional.empty();
  }
}
