package dev.orrery.apigateway.lab.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import dev.orrery.apigateway.core.transcoding.ObjectTranscoder;
import dev.orrery.apigateway.core.transcoding.StreamingTranscoder;
import dev.orrery.apigateway.core.transcoding.Transcoder;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Swap point `apigateway.transcoder`.
public final class TranscoderSwapPoint implements SwapPoint<Function<Descriptor, Transcoder>> {
  @Override
  public String name() {
    return "apigateway.transcoder";
  }

  @Override
  public String summary() {
    return "how the bytes of an answer become JSON";
  }

  @Override
  public Class<?> type() {
    return Transcoder.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (com.google.protobuf.Descriptors.Descriptor type)";
  }

  @Override
  public Function<Descriptor, Transcoder> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<Transcoder> transcoder =
        Implementation.of(implementation, Transcoder.class, Descriptor.class);
    return transcoder::create;
  }

  @Override
  public Contract<Function<Descriptor, Transcoder>> contract() {
    return TranscoderContract.any();
  }

  @Override
  public Map<String, Contract<Function<Descriptor, Transcoder>>> named() {
    return Map.of();
  }

  @Override
  public Map<String, Function<Descriptor, Transcoder>> builtIns() {
    return Map.of("streaming", StreamingTranscoder::new, "object", ObjectTranscoder::new);
  }

  @Override
  public List<WrongTwin<Function<Descriptor, Transcoder>>> wrongTwins() {
    return TranscoderTwins.all();
  }
}
