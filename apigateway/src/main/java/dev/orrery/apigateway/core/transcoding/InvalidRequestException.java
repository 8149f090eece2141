package dev.orrery.apigateway.core.transcoding;

/// A request that is no message of the method's type.
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;

  /// @param field the path of the field, as the client wrote it; "" for the body as a whole
  public InvalidRequestException(String field, String description) {
    super(description, null, false, false);
    this.field = field;
  }

  public String field() {
    return field;
  }

  public String description() {
    return String.valueOf(getMessage());
  }
}
