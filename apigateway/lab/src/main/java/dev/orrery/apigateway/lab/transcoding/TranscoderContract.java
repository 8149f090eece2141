package dev.orrery.apigateway.lab.transcoding;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.orrery.apigateway.core.json.JsonException;
import dev.orrery.apigateway.core.json.JsonReader;
import dev.orrery.apigateway.core.transcoding.MalformedMessageException;
import dev.orrery.apigateway.core.transcoding.Transcoder;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `apigateway.transcoder`. The model is the printer of the protobuf library; JSON is
/// compared as JSON, so the order of members and the spelling of a number are free.
public final class TranscoderContract {
  private static final Descriptor EVERYTHING = Everything.descriptor();
  private static final int UNKNOWN_FIELD = 5_000;
  private static final ByteString NEWER =
      UnknownFieldSet.newBuilder()
          .addField(
              UNKNOWN_FIELD,
              UnknownFieldSet.Field.newBuilder()
                  .addVarint(1)
                  .addLengthDelimited(ByteString.copyFromUtf8("new"))
                  .build())
          .build()
          .toByteString();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

  private TranscoderContract() {}

  /// A message, and perhaps before it a field that only a newer contract has.
  private record Sent(DynamicMessage message, boolean newer) {
    byte[] bytes() {
      return newer ? NEWER.concat(message.toByteString()).toByteArray() : message.toByteArray();
    }

    String story() {
      return TranscoderContract.story(message)
          + (newer ? " with a field " + UNKNOWN_FIELD + " of a newer contract" : "");
    }
  }

  /// Two messages' bytes behind each other, which are the bytes of the two merged.
  private record Two(DynamicMessage first, DynamicMessage second) {
    ByteString bytes() {
      return first.toByteString().concat(second.toByteString());
    }

    String story() {
      return TranscoderContract.story(first) + " followed by " + TranscoderContract.story(second);
    }
  }

  /// A message whose bytes end at a place, or have another byte there.
  private record Damaged(DynamicMessage message, int at, byte changed, boolean cut) {
    byte[] bytes() {
      byte[] wire = message.toByteArray();
      int place = wire.length == 0 ? 0 : Math.floorMod(at, wire.length);
      if (cut) {
        return Arrays.copyOf(wire, place);
      }
      if (wire.length > 0) {
        wire[place] = changed;
      }
      return wire;
    }

    String story() {
      return "the bytes " + HexFormat.of().formatHex(bytes());
    }
  }

  public static Contract<Function<Descriptor, Transcoder>> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "the JSON is what protobuf's mapping says, whatever a newer contract adds",
            Combinators.combine(messages(), Arbitraries.of(true, false)).as(Sent::new),
            Sent::story,
            (factory, sent) -> same(factory, sent.message(), sent.bytes())),
        Law.of(
            "damaged bytes are refused as malformed, or written as JSON",
            Combinators.combine(
                    messages(),
                    Arbitraries.integers().greaterOrEqual(0),
                    Arbitraries.bytes(),
                    Arbitraries.of(true, false))
                .as(Damaged::new),
            Damaged::story,
            TranscoderContract::refusesOrWrites),
        Law.of(
            "what occurs twice is merged as protobuf merges",
            Combinators.combine(messages(), messages()).as(Two::new),
            Two::story,
            (factory, two) -> same(factory, parse(two.bytes()), two.bytes().toByteArray())),
        Law.of(
            "maps and well-known types are written in their own forms",
            messagesOfOthers(),
            TranscoderContract::story,
            (factory, message) -> same(factory, message)));
  }

  private static void same(Function<Descriptor, Transcoder> factory, Message message)
      throws Exception {
    same(factory, message, message.toByteArray());
  }

  private static void same(Function<Descriptor, Transcoder> factory, Message message, byte[] wire)
      throws Exception {
    String written = text(factory.apply(message.getDescriptorForType()).toJson(wire));
    String due = PRINTER.print(message);
    check(json(written).equals(json(due)), "wrote " + written + ", due is " + due);
  }

  private static void refusesOrWrites(Function<Descriptor, Transcoder> factory, Damaged damaged) {
    byte[] written;
    try {
      written = factory.apply(EVERYTHING).toJson(damaged.bytes());
    } catch (MalformedMessageException refused) {
      return;
    }
    try {
      JsonReader.read(written);
    } catch (JsonException noJson) {
      throw new AssertionError("wrote what is no JSON: " + text(written), noJson);
    }
  }

  private static DynamicMessage parse(ByteString wire) throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(EVERYTHING, wire);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }

  private static String story(Message message) {
    String fields = message.toString().strip().replaceAll("\\s*\n\\s*", " ");
    return message.getDescriptorForType().getName() + " {" + fields + "}";
  }

  static Arbitrary<DynamicMessage> messages() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers(),
            text(),
            Arbitraries.doubles(),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(9),
            Arbitraries.integers().between(0, 3).list().ofMaxSize(4),
            Arbitraries.integers().between(0, 0xfffff))
        .as(Everything::message)
        .map(TranscoderContract::reread);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(12),
            Arbitraries.strings().withChars('"', '\\', '\n', '\u0001', 'z', '€').ofMaxLength(6))
        .map(TranscoderContract::valid);
  }

  /// Without lone surrogates, which UTF-8 has no bytes for.
  private static String valid(String drawn) {
    return new String(drawn.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static DynamicMessage reread(DynamicMessage message) {
    try {
      return parse(message.toByteString());
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Arbitrary<Message> messagesOfOthers() {
    Arbitrary<Message> duration =
        Arbitraries.integers()
            .between(0, 100_000)
            .map(seconds ->
                RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(seconds))
                    .build());
    Arbitrary<Message> map =
        text()
            .map(text ->
                ErrorInfo.newBuilder()
                    .setReason(text)
                    .putMetadata("k", text)
                    .putMetadata("", "v")
                    .build());
    Arbitrary<Message> list =
        text()
            .map(text ->
                BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder().setDescription(text))
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder().setField("f"))
                    .build());
    Arbitrary<Message> struct =
        text()
            .map(text -> {
              Value value = Value.newBuilder().setStringValue(text).build();
              ListValue values = ListValue.newBuilder().addValues(value).build();
              return Struct.newBuilder()
                  .putFields("a", Value.newBuilder().setListValue(values).build())
                  .build();
            });
    return Arbitraries.oneOf(duration, map, list, struct);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
