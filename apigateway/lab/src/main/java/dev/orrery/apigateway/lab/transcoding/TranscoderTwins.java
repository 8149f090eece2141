package dev.orrery.apigateway.lab.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.Printer;
import dev.orrery.apigateway.core.transcoding.MalformedMessageException;
import dev.orrery.apigateway.core.transcoding.Transcoder;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Transcoders with one mistake each.
final class TranscoderTwins {
  private static final Printer RIGHT = JsonFormat.printer().alwaysPrintFieldsWithNoPresence();

  private TranscoderTwins() {}

  static List<WrongTwin<Function<Descriptor, Transcoder>>> all() {
    return List.of(
        twin(
            "numbers-unquoted",
            "writes 64-bit integers as numbers, which a browser rounds",
            printing(RIGHT, json -> json.replaceAll("\"(-?\\d+)\"", "$1"))),
        twin(
            "leaves-out-defaults",
            "leaves out what is empty: a list without members is missing",
            printing(JsonFormat.printer(), json -> json)),
        twin(
            "names-as-declared",
            "writes field_name for fieldName",
            printing(RIGHT.preservingProtoFieldNames(), json -> json)),
        twin(
            "numbered-enumerations",
            "writes the number of an enumeration's value",
            printing(RIGHT.printingEnumsAsInts(), json -> json)),
        twin(
            "url-safe-bytes",
            "writes bytes in the alphabet of RFC 4648 §5",
            printing(RIGHT, json -> json.replace('+', '-').replace('/', '_'))),
        twin("afraid-of-the-new", "refuses fields it does not know", TranscoderTwins::knownOnly),
        twin(
            "escapes-nothing",
            "writes text between quotes as it is",
            printing(RIGHT, json -> json.replace("\\\"", "\"").replace("\\\\", "\\"))),
        twin("no-verdict", "throws whatever comes on damaged bytes", TranscoderTwins::unchecked));
  }

  private static WrongTwin<Function<Descriptor, Transcoder>> twin(
      String name, String mistake, Function<Descriptor, Transcoder> subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  private static Function<Descriptor, Transcoder> printing(
      Printer printer, UnaryOperator<String> change) {
    return type -> bytes -> utf8(change.apply(print(printer, parse(type, bytes))));
  }

  private static Transcoder knownOnly(Descriptor type) {
    return bytes -> {
      DynamicMessage message = parse(type, bytes);
      if (!message.getUnknownFields().asMap().isEmpty()) {
        throw new MalformedMessageException("there is a field that is not known");
      }
      return utf8(print(RIGHT, message));
    };
  }

  private static Transcoder unchecked(Descriptor type) {
    return bytes -> {
      try {
        return utf8(print(RIGHT, parse(type, bytes)));
      } catch (MalformedMessageException malformed) {
        throw new IllegalArgumentException(malformed);
      }
    };
  }

  private static DynamicMessage parse(Descriptor type, byte[] bytes)
      throws MalformedMessageException {
    try {
      return DynamicMessage.parseFrom(type, bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw new MalformedMessageException(String.valueOf(malformed.getMessage()));
    }
  }

  private static String print(Printer printer, DynamicMessage message)
      throws MalformedMessageException {
    try {
      return printer.print(message);
    } catch (InvalidProtocolBufferException malformed) {
      throw new MalformedMessageException(String.valueOf(malformed.getMessage()));
    }
  }

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
