package dev.orrery.search.lab.component;

import dev.orrery.search.v1.AggregateResponse;
import dev.orrery.search.v1.FindResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/// The wrong twins of the whole component: a right one, seen through a glass that changes its
/// answers.
public enum Distortion implements ClientInterceptor {
  LOSES_A_HIT(SearchContract.FINDS, "the first hit of an answer is lost"),
  COUNTS_ONE_TOO_MANY(SearchContract.FINDS, "the total is one too high"),
  COUNTS_A_VALUE_TWICE(SearchContract.FINDS, "the first bucket of facets is one too large"),
  WORST_FIRST(SearchContract.PAGES, "hits come the wrong way round"),
  REPEATS_A_HIT(SearchContract.PAGES, "the first hit of a page comes twice");

  private final String law;
  private final String description;

  Distortion(String law, String description) {
    this.law = law;
    this.description = description;
  }

  /// The name of the law it breaks.
  public String law() {
    return law;
  }

  public String description() {
    return description;
  }

  private FindResponse distorted(FindResponse found) {
    FindResponse.Builder wrong = found.toBuilder();
    if (this == COUNTS_ONE_TOO_MANY) {
      wrong.setTotal(found.getTotal() + 1);
    } else if (found.getHitsCount() > 0) {
      switch (this) {
        case LOSES_A_HIT -> wrong.removeHits(0);
        case REPEATS_A_HIT -> wrong.addHits(0, found.getHits(0));
        case WORST_FIRST -> wrong.clearHits().addAllHits(found.getHitsList().reversed());
        default -> {}
      }
    }
    return wrong.build();
  }

  private AggregateResponse distorted(AggregateResponse facets) {
    AggregateResponse.Builder wrong = facets.toBuilder();
    if (this == COUNTS_A_VALUE_TWICE && facets.getBucketsCount() > 0) {
      wrong.getBucketsBuilder(0).setDocuments(facets.getBuckets(0).getDocuments() + 1);
    }
    return wrong.build();
  }

  @SuppressWarnings("unchecked") // a response stays of its type
  private <R> R seen(R response) {
    return switch (response) {
      case FindResponse found -> (R) distorted(found);
      case AggregateResponse facets -> (R) distorted(facets);
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
                super.onMessage(seen(message));
              }
            },
            headers);
      }
    };
  }
}
