package dev.orrery.cache.lab.component;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.CacheGrpc.CacheBlockingStub;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.ExpireRequest;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.IncrementRequest;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListAddResponse;
import dev.orrery.cache.v1.SortedListRangeRequest;
import dev.orrery.cache.v1.SortedListRemoveRequest;
import dev.orrery.cache.v1.StatsRequest;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/// What any cache behind `orrery.cache.v1` must do: ours, one in another language, Redis behind an
/// adapter.
///
/// Each case works on keys that start with a fresh random text, so it may run against a cache in
/// use. The answers are compared with [PlainCache]'s, call by call. The one thing assumed beyond
/// the contract is room: a cache that evicts the dozen small keys of a case while it runs is
/// rejected, though it may. Where the contract leaves a choice (a SET over a sorted list, the
/// length told when a precondition fails) no case asks.
public final class CacheContract implements ComponentContract {
  static final String STRINGS = "strings and counters answer as a map does";
  static final String LISTS = "sorted lists keep their order, bounds and preconditions";
  static final String TYPES = "a key of the other type is refused";
  static final String LIMITS = "what is outside the limits is an invalid argument";
  static final String TIME_TO_LIVE = "a key lives as long as it was given, no less and no more";

  private static final int MAXIMUM_STEPS = 25;
  private static final long DEADLINE_SECONDS = 10;

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public int tries() {
    return 50;
  }

  @Override
  public Contract<Channel> contract() {
    return Contract.of(
        Contract.ANY,
        steps(STRINGS, Requests.onStrings()),
        steps(LISTS, Requests.onLists()),
        steps(TYPES, Requests.onBoth()),
        Law.of(LIMITS, BadRequest.all(), BadRequest::name, CacheContract::refuses),
        Law.of(
            TIME_TO_LIVE,
            Lifetime.all(),
            Lifetime::story,
            (channel, lifetime) -> lifetime.check(stub(channel), freshPrefix())));
  }

  private static Law<Channel, List<Message>> steps(String name, Arbitrary<Message> requests) {
    return Law.of(
        name,
        requests
            .list()
            .ofMinSize(1)
            .ofMaxSize(MAXIMUM_STEPS)
            .withSizeDistribution(RandomDistribution.uniform()),
        steps -> steps.stream().map(Requests::story).collect(Collectors.joining("; ")),
        CacheContract::answersAsThePlainOne);
  }

  private static void answersAsThePlainOne(Channel channel, List<Message> requests) {
    CacheBlockingStub stub = stub(channel);
    PlainCache plain = new PlainCache(Set.of());
    ByteString prefix = freshPrefix();
    try {
      for (Message request : followed(requests, Requests.probes())) {
        Message asked = Requests.prefixed(request, prefix);
        String expected = expected(plain, asked);
        String answered = answered(stub, asked);
        if (!expected.equals(answered)) {
          throw new AssertionError(
              "\""
                  + Requests.story(request)
                  + "\" answered "
                  + answered
                  + ", expected "
                  + expected);
        }
      }
    } finally {
      call(stub, Requests.prefixed(Requests.cleaning(), prefix));
    }
  }

  private static List<Message> followed(List<Message> requests, List<Message> probes) {
    return Stream.concat(requests.stream(), probes.stream()).toList();
  }

  private static String expected(PlainCache plain, Message request) {
    try {
      return comparable(plain.answer(request));
    } catch (RpcException refused) {
      return refusal(refused.code(), refused.reason());
    }
  }

  private static String answered(CacheBlockingStub stub, Message request) {
    try {
      return comparable(call(stub, request));
    } catch (StatusRuntimeException refused) {
      return refusal(
          refused.getStatus().getCode(), RpcException.reasonOf(refused).orElse("no reason"));
    }
  }

  private static String refusal(Status.Code code, String reason) {
    return code == Status.Code.FAILED_PRECONDITION ? code + " " + reason : code.toString();
  }

  private static String comparable(Message response) {
    if (response instanceof SortedListAddResponse add && !add.getApplied()) {
      return "not applied";
    }
    String text = response.toString().replaceAll("\\s+", " ").strip();
    return text.isEmpty() ? "nothing" : "{" + text + "}";
  }

  private static void refuses(Channel channel, BadRequest bad) {
    Status.Code code = Status.Code.OK;
    try {
      call(stub(channel), Requests.prefixed(bad.request(), bad.prefix(freshPrefix())));
    } catch (StatusRuntimeException refused) {
      code = refused.getStatus().getCode();
    }
    Status.Code expected = bad.allowed() ? Status.Code.OK : Status.Code.INVALID_ARGUMENT;
    if (code != expected) {
      throw new AssertionError(bad.name() + " gave " + code + ", expected " + expected);
    }
  }

  static CacheBlockingStub stub(Channel channel) {
    return CacheGrpc.newBlockingStub(channel);
  }

  private static ByteString freshPrefix() {
    return ByteString.copyFromUtf8("check-" + UUID.randomUUID() + "-");
  }

  static Message call(CacheBlockingStub channel, Message request) {
    CacheBlockingStub stub = channel.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    return switch (request) {
      case GetRequest get -> stub.get(get);
      case SetRequest set -> stub.set(set);
      case DeleteRequest delete -> stub.delete(delete);
      case IncrementRequest increment -> stub.increment(increment);
      case ExpireRequest expire -> stub.expire(expire);
      case SortedListAddRequest add -> stub.sortedListAdd(add);
      case SortedListRangeRequest range -> stub.sortedListRange(range);
      case SortedListRemoveRequest remove -> stub.sortedListRemove(remove);
      case StatsRequest stats -> stub.stats(stats);
      default -> throw new IllegalArgumentException("no request of a cache: " + request.getClass());
    };
  }
}
