package dev.orrery.social.timelines;

import dev.orrery.runtime.rpc.Unary;
import dev.orrery.social.service.Actors;
import dev.orrery.social.service.PageTokens;
import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.v1.GetHomeTimelineRequest;
import dev.orrery.social.timelines.v1.GetHomeTimelineResponse;
import dev.orrery.social.timelines.v1.TimelineServiceGrpc;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;

/// Serves `orrery.social.timelines.v1.TimelineService` from [HomeTimelines].
final class TimelineService extends TimelineServiceGrpc.TimelineServiceImplBase {
  private static final int MAXIMUM_PAGE = 200;
  private static final int DEFAULT_PAGE = 50;
  private static final String CACHE_HIT = "cache.hit";

  private final HomeTimelines timelines;

  TimelineService(HomeTimelines timelines) {
    this.timelines = timelines;
  }

  @Override
  public void getHomeTimeline(
      GetHomeTimelineRequest request, StreamObserver<GetHomeTimelineResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          long user = Actors.acting("user_id", request.getUserId());
          int size = PageTokens.size(request.getPageSize(), DEFAULT_PAGE, MAXIMUM_PAGE);
          PostRef before = PageTokens.before(request.getPageToken());
          HomeTimelines.Read read = timelines.read(user, before, size);
          Span.current().setAttribute(CACHE_HIT, read.hit());
          return GetHomeTimelineResponse.newBuilder()
              .addAllPosts(read.posts())
              .setNextPageToken(read.next().map(PageTokens::after).orElse(""))
              .build();
        });
  }
}
