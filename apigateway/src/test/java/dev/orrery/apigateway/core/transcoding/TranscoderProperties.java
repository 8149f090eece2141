package dev.orrery.apigateway.core.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.orrery.apigateway.core.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The streaming transcoder says what protobuf's own printer says, and never falls over.
class TranscoderProperties {
  private static final Descriptor EVERYTHING = Everything.descriptor();

  @Property(tries = 500)
  void writesWhatThePrinterOfProtobufWrites(@ForAll("messages") DynamicMessage message)
      throws Exception {
    byte[] wire = message.toByteArray();
    assertThat(json(new StreamingTranscoder(EVERYTHING).toJson(wire)))
        .isEqualTo(json(new ObjectTranscoder(EVERYTHING).toJson(wire)));
  }

  @Property(tries = 200)
  void mergesAsProtobufDoesWhenTwoMessagesStandBehindEachOther(
      @ForAll("messages") DynamicMessage one, @ForAll("messages") DynamicMessage two)
      throws Exception {
    byte[] wire = one.toByteString().concat(two.toByteString()).toByteArray();
    assertThat(json(new StreamingTranscoder(EVERYTHING).toJson(wire)))
        .isEqualTo(json(new ObjectTranscoder(EVERYTHING).toJson(wire)));
  }

  @Property(tries = 300)
  void readsBackWhatItWrote(@ForAll("messages") DynamicMessage message) throws Exception {
    byte[] text = new StreamingTranscoder(EVERYTHING).toJson(message.toByteArray());
    DynamicMessage.Builder read = RequestReader.empty(EVERYTHING);
    RequestReader.readObject(read, JsonReader.read(text), "");
    assertThat(read.build()).isEqualTo(message);
  }

  @Property(tries = 300)
  void bytesCutOrChangedAreRefusedOrWritten(
      @ForAll("messages") DynamicMessage message, @ForAll int at, @ForAll byte changed)
      throws Exception {
    byte[] wire = message.toByteArray();
    int place = wire.length == 0 ? 0 : Math.floorMod(at, wire.length);
    byte[] cut = Arrays.copyOf(wire, place);
    byte[] mutated = wire.clone();
    if (wire.length > 0) {
      mutated[place] = changed;
    }
    for (byte[] bytes : new byte[][] {cut, mutated}) {
      try {
        assertThat(new StreamingTranscoder(EVERYTHING).toJson(bytes)).startsWith('{').endsWith('}');
      } catch (MalformedMessageException refused) {
        assertThat(refused).hasMessageContaining(" ");
      }
    }
  }

  @Property(tries = 20)
  void writesMessagesOfOthersWithWellKnownTypesAndMaps(@ForAll String text) throws Exception {
    String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    same(
        RetryInfo.newBuilder()
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(3))
            .build());
    same(ErrorInfo.newBuilder().setReason(valid).putMetadata("k", valid).putMetadata("", "v").build());
    same(
        BadRequest.newBuilder()
            .addFieldViolations(BadRequest.FieldViolation.newBuilder().setDescription(valid))
            .addFieldViolations(BadRequest.FieldViolation.newBuilder().setField("f"))
            .build());
    same(QuotaFailure.getDefaultInstance());
    same(
        Struct.newBuilder()
            .putFields(
                "a",
                Value.newBuilder()
                    .setListValue(
                        ListValue.newBuilder().addValues(Value.newBuilder().setStringValue(valid)))
                    .build())
            .build());
  }

  private static void same(com.google.protobuf.Message message) throws MalformedMessageException {
    Descriptor type = message.getDescriptorForType();
    assertThat(json(new StreamingTranscoder(type).toJson(message.toByteArray())))
        .isEqualTo(json(new ObjectTranscoder(type).toJson(message.toByteArray())));
  }

  private static JsonElement json(byte[] bytes) {
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<DynamicMessage> messages() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers(),
            Arbitraries.strings().all().ofMaxLength(12),
            Arbitraries.doubles(),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(9),
            Arbitraries.integers().between(0, 3).list().ofMaxSize(4),
            Arbitraries.integers().between(0, 0xfffff))
        .as(Everything::message)
        .map(
            message -> {
              try {
                return DynamicMessage.parseFrom(EVERYTHING, message.toByteArray());
              } catch (InvalidProtocolBufferException impossible) {
                throw new IllegalStateException(impossible);
              }
            });
  }

  static ByteString bytes(byte[] content) {
    return ByteString.copyFrom(content);
  }
}
