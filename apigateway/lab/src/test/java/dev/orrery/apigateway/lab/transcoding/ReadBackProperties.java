package dev.orrery.apigateway.lab.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import dev.orrery.apigateway.core.json.JsonReader;
import dev.orrery.apigateway.core.transcoding.RequestReader;
import dev.orrery.apigateway.core.transcoding.StreamingTranscoder;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The way in understands what the way out writes.
class ReadBackProperties {
  @Property(tries = 300)
  void readsBackWhatItWrote(@ForAll("messages") DynamicMessage message) throws Exception {
    byte[] text =
        new StreamingTranscoder(message.getDescriptorForType()).toJson(message.toByteArray());
    DynamicMessage.Builder read = RequestReader.empty(message.getDescriptorForType());
    RequestReader.readObject(read, JsonReader.read(text), "");
    assertThat(read.build()).isEqualTo(message);
  }

  @Provide
  Arbitrary<DynamicMessage> messages() {
    return TranscoderContract.messages();
  }
}
