package dev.orrery.runtime.rpc;

/// What a caller has shown itself to be, weakest first.
public enum Access {
  /// Anybody who can connect.
  OPEN,
  /// A component of the model: it holds the service credential, and so its word on behalf of whom
  /// it acts is believed.
  SERVICE,
  /// The operator: may use registry and admin calls.
  OPERATOR;

  public boolean covers(Access needed) {
    return compareTo(needed) >= 0;
  }
}
