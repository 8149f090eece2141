package dev.orrery.apigateway.core.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;

/// The plain way: the message as an object, and protobuf's own printer. The oracle of
/// [StreamingTranscoder].
public final class ObjectTranscoder implements Transcoder {
  private final Descriptor type;
  private final JsonFormat.Printer printer =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

  public ObjectTranscoder(Descriptor type) {
    this.type = type;
  }

  @Override
  public byte[] toJson(byte[] message) throws MalformedMessageException {
    try {
      return printer
          .print(DynamicMessage.parseFrom(type, message))
          .getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException malformed) {
      throw new MalformedMessageException(String.valueOf(malformed.getMessage()));
    }
  }
}
