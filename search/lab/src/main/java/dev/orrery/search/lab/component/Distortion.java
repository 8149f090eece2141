package dev.orrery.search.lab.component;

import dev.orrery.search.v1.AggregateResponse;
import dev.orrery.search.v1.FindResponse;
import dev.orrery.search.v1.Hit;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/// The wrong twins of the whole component: a right one, seen through a glass that changes its
/// answers.
public enum Distortion implements ClientInterceptor {
  LOSES_A_HIT(
      SearchContract.FINDS,
      "one hit of an answer is lost",
      found -> found.getHitsCount() == 0 ? found : found.toBuilder().removeHits(0).build(),
      facets -> facets),
  COUNTS_ONE_TOO_MANY(
      SearchContract.FINDS,
      "the total is one too high",
      found -> found.toBuilder().setTotal(found.getTotal() + 1).build(),
      facets -> facets),
  COUNTS_A_VALUE_TWICE(
      SearchContract.FINDS,
      "the first bucket of facets is one too large",
      found -> found,
      facets -> {
        AggregateResponse.Builder wrong = facets.toBuilder();
        if (wrong.getBucketsCount() > 0) {
          wrong.getBucketsBuilder(0).setDocuments(wrong.getBuckets(0).getDocuments() + 1);
        }
        return wrong.build();
      }),
  WORST_FIRST(
      SearchContract.PAGES,
      "hits come the wrong way round",
      found -> {
        List<Hit> hits = new ArrayList<>(found.getHitsList());
        Collections.reverse(hits);
        return found.toBuilder().clearHits().addAllHits(hits).build();
      },
      facets -> facets),
  REPEATS_A_HIT(
      SearchContract.PAGES,
      "the first hit of a page comes twice",
      found ->
          found.getHitsCount() == 0
              ? found
              : found.toBuilder().addHits(0, found.getHits(0)).build(),
      facets -> facets);

  private final String law;
  private final String description;
  private final Function<FindResponse, FindResponse> onFound;
  private final Function<AggregateResponse, AggregateResponse> onFacets;

  Distortion(
      String law,
      String description,
      Function<FindResponse, FindResponse> onFound,
      Function<AggregateResponse, AggregateResponse> onFacets) {
    this.law = law;
    this.description = description;
    this.onFound = onFound;
    this.onFacets = onFacets;
  }

  /// The name of the law it breaks.
  public String law() {
    return law;
  }

  public String description() {
    return description;
  }

  @SuppressWarnings("unchecked") // a response stays of its type
  private <R> R distorted(R response) {
    return switch (response) {
      case FindResponse found -> (R) onFound.apply(found);
      case AggregateResponse facets -> (R) onFacets.apply(facets);
      default -> response;
    };
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(R message) {
                super.onMessage(distorted(message));
              }
            },
            headers);
      }
    };
  }
}
