package dev.orrery.apigateway.core.transcoding;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.orrery.apigateway.core.json.JsonValue;
import dev.orrery.apigateway.core.json.JsonValue.Bool;
import dev.orrery.apigateway.core.json.JsonValue.Num;
import dev.orrery.apigateway.core.json.JsonValue.Str;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/// Single values: JSON and text to what a field holds.
final class Scalars {
  private static final int MAXIMUM_NUMBER_LENGTH = 64;
  private static final int MAXIMUM_INTEGER_DIGITS = 20;
  private static final BigInteger MAXIMUM_UINT32 = BigInteger.valueOf(0xffff_ffffL);
  private static final BigInteger MAXIMUM_UINT64 =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  private Scalars() {}

  /// @throws InvalidRequestException when the value is of another kind, or out of range
  static Object fromJson(FieldDescriptor field, JsonValue json, String path)
      throws InvalidRequestException {
    return switch (field.getJavaType()) {
      case BOOLEAN -> {
        if (json instanceof Bool(boolean value)) {
          yield value;
        }
        throw kind(path, "a boolean", json);
      }
      case STRING -> {
        if (json instanceof Str(String text)) {
          yield text;
        }
        throw kind(path, "a string", json);
      }
      case BYTE_STRING -> {
        if (json instanceof Str(String text)) {
          yield bytes(text, path);
        }
        throw kind(path, "a string in base 64", json);
      }
      case ENUM ->
          switch (json) {
            case Str(String text) -> constant(field, text, path);
            case Num(String literal) -> number(field, literal, path);
            case JsonValue.Null _ -> field.getEnumType().getValues().getFirst();
            default -> throw kind(path, "a name of " + field.getEnumType().getName(), json);
          };
      case INT, LONG, FLOAT, DOUBLE ->
          switch (json) {
            case Num(String literal) -> number(field, literal, path);
            case Str(String text) -> number(field, text, path);
            default -> throw kind(path, "a number", json);
          };
      case MESSAGE -> throw new IllegalArgumentException(field + " is no scalar");
    };
  }

  /// The same from the text of a path variable, a query parameter or a map's key.
  ///
  /// @throws InvalidRequestException when the text is no value of the field's type
  static Object fromText(FieldDescriptor field, String text, String path)
      throws InvalidRequestException {
    return switch (field.getJavaType()) {
      case BOOLEAN ->
          switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidRequestException(path, "expected true or false");
          };
      case ENUM ->
          !text.isEmpty() && "-0123456789".indexOf(text.charAt(0)) >= 0
              ? number(field, text, path)
              : constant(field, text, path);
      case STRING -> text;
      case BYTE_STRING -> bytes(text, path);
      case INT, LONG, FLOAT, DOUBLE -> number(field, text, path);
      case MESSAGE -> throw new IllegalArgumentException(field + " is no scalar");
    };
  }

  private static Object constant(FieldDescriptor field, String name, String path)
      throws InvalidRequestException {
    EnumValueDescriptor value = field.getEnumType().findValueByName(name);
    if (value == null) {
      throw new InvalidRequestException(path, "is no name of " + field.getEnumType().getName());
    }
    return value;
  }

  private static Object number(FieldDescriptor field, String text, String path)
      throws InvalidRequestException {
    if (text.length() > MAXIMUM_NUMBER_LENGTH) {
      throw new InvalidRequestException(
          path, "a number has at most " + MAXIMUM_NUMBER_LENGTH + " characters");
    }
    return switch (field.getType()) {
      case DOUBLE -> real(text, path, Double.MAX_VALUE);
      case FLOAT -> (float) real(text, path, Float.MAX_VALUE);
      case INT32, SINT32, SFIXED32 ->
          integer(text, path, Integer.MIN_VALUE, BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
      case UINT32, FIXED32 -> integer(text, path, 0, MAXIMUM_UINT32).intValue();
      case UINT64, FIXED64 -> integer(text, path, 0, MAXIMUM_UINT64).longValue();
      case ENUM ->
          field
              .getEnumType()
              .findValueByNumberCreatingIfUnknown(
                  integer(text, path, Integer.MIN_VALUE, BigInteger.valueOf(Integer.MAX_VALUE))
                      .intValue());
      default ->
          integer(text, path, Long.MIN_VALUE, BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    };
  }

  private static BigInteger integer(String text, String path, long minimum, BigInteger maximum)
      throws InvalidRequestException {
    try {
      BigDecimal exact = new BigDecimal(text);
      // 1e999999999 is short to write and long to compute
      if (exact.signum() != 0 && (long) exact.precision() - exact.scale() > MAXIMUM_INTEGER_DIGITS) {
        throw new InvalidRequestException(path, "is out of range");
      }
      BigInteger value = exact.signum() == 0 ? BigInteger.ZERO : exact.toBigIntegerExact();
      if (value.compareTo(BigInteger.valueOf(minimum)) < 0 || value.compareTo(maximum) > 0) {
        throw new InvalidRequestException(path, "must be from " + minimum + " to " + maximum);
      }
      return value;
    } catch (ArithmeticException | NumberFormatException notWhole) {
      throw new InvalidRequestException(path, "expected a whole number");
    }
  }

  private static double real(String text, String path, double maximum)
      throws InvalidRequestException {
    switch (text) {
      case "NaN" -> {
        return Double.NaN;
      }
      case "Infinity" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-Infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {
        try {
          double value = new BigDecimal(text).doubleValue();
          if (Math.abs(value) > maximum) {
            throw new InvalidRequestException(path, "is out of range");
          }
          return value;
        } catch (NumberFormatException malformed) {
          throw new InvalidRequestException(path, "expected a number");
        }
      }
    }
  }

  private static ByteString bytes(String text, String path) throws InvalidRequestException {
    try {
      String standard = text.replace('-', '+').replace('_', '/');
      return ByteString.copyFrom(Base64.getDecoder().decode(standard));
    } catch (IllegalArgumentException malformed) {
      throw new InvalidRequestException(path, "expected base 64");
    }
  }

  private static InvalidRequestException kind(String path, String expected, JsonValue found) {
    return new InvalidRequestException(path, "expected " + expected + ", found " + found.kind());
  }
}
