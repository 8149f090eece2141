package dev.orrery.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class PropagationProperties {
  private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Example
  void whatIsInjectedIsExtracted() {
    Context context = Propagation.extract(Context.root(), HEADER);
    SpanContext span = Span.fromContext(context).getSpanContext();
    assertThat(span.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(span.isSampled()).isTrue();
    assertThat(span.isRemote()).isTrue();
    assertThat(Propagation.inject(context)).contains(HEADER);
  }

  @Example
  void malformedHeadersBeginANewTrace() {
    for (String header :
        new String[] {
          "",
          "00",
          HEADER.toUpperCase(java.util.Locale.ROOT),
          HEADER + "-extra",
          "ff" + HEADER.substring(2),
          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
        }) {
      assertThat(Propagation.extract(Context.root(), header)).as(header).isSameAs(Context.root());
    }
  }

  @Property(tries = 50)
  void anUnrecordedTraceIsValidAndNotSampled() {
    Context context = Propagation.extract(Context.root(), Propagation.unrecorded());
    SpanContext span = Span.fromContext(context).getSpanContext();
    assertThat(span.isValid()).isTrue();
    assertThat(span.isSampled()).isFalse();
  }

  @Property
  void anyTextIsReadWithoutFailing(@ForAll @StringLength(max = 80) String header) {
    assertThat(Propagation.extract(Context.root(), header)).isNotNull();
  }
}
