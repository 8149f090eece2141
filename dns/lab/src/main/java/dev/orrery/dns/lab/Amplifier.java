package dev.orrery.dns.lab;

import dev.orrery.dns.core.message.MalformedMessageException;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageDecoder;
import dev.orrery.dns.core.message.MessageEncoder;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.resolver.Resolver;
import dev.orrery.dns.core.resolver.ResolverInput;
import dev.orrery.dns.core.resolver.ResolverLimits;
import dev.orrery.dns.core.resolver.ResolverOutput;
import dev.orrery.dns.core.resolver.SharedBudget;
import dev.orrery.dns.core.resolver.TtlCache;
import dev.orrery.dns.core.resolver.WorkBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// A stranger's zones refer each to several names without an address, each of which lies in a zone
/// that does the same. One question is asked, and the packets that go out for it are counted: under
/// one budget for the question, under a budget for each look-up, and under none.
final class Amplifier {
  private static final int LARGEST_REFERRAL = 5;
  private static final int CACHE_ENTRIES = 10_000;
  private static final long ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(1);

  private Amplifier() {}

  static List<String> run(Path folder) throws IOException {
    Map<String, IntFunction<WorkBudget>> budgets = new LinkedHashMap<>();
    budgets.put("one budget for the question", SharedBudget::new);
    budgets.put("a budget for each look-up", OnePerLookup::new);
    budgets.put("no budget", _ -> new SharedBudget(Integer.MAX_VALUE));
    List<Double> sizes = new ArrayList<>();
    Map<String, List<Double>> packets = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>();
    for (int names = 1; names <= LARGEST_REFERRAL; names++) {
      sizes.add((double) names);
      double[] row = {names, 0, 0, 0};
      int column = 1;
      for (Map.Entry<String, IntFunction<WorkBudget>> budget : budgets.entrySet()) {
        row[column] = packetsFor(names, budget.getValue());
        packets.computeIfAbsent(budget.getKey(), _ -> new ArrayList<>()).add(row[column++]);
      }
      rows.add(Plot.row(row));
    }
    Plot.write(
        folder,
        "amplifier",
        "names_in_a_referral,one_budget,budget_for_each,no_budget",
        rows,
        new Plot.Axes("names in each referral", "packets out for one question"),
        sizes,
        packets);
    List<String> findings = new ArrayList<>();
    packets.forEach((name, counts) ->
        findings.add(
            "%-28s %.0f packets out for one question, with %d names in each referral"
                .formatted(name + ":", counts.getLast(), LARGEST_REFERRAL)));
    return findings;
  }

  /// What a resolver does that forgets that a nested look-up is made for the same client.
  private static final class OnePerLookup implements WorkBudget {
    private final int packets;
    private final WorkBudget own;
    private final int[] all;

    OnePerLookup(int packets) {
      this(packets, new int[1]);
    }

    private OnePerLookup(int packets, int[] all) {
      this.packets = packets;
      this.own = new SharedBudget(packets);
      this.all = all;
    }

    @Override
    public boolean spend() {
      boolean taken = own.spend();
      all[0] += taken ? 1 : 0;
      return taken;
    }

    @Override
    public WorkBudget nested() {
      return new OnePerLookup(packets, all);
    }

    @Override
    public int spent() {
      return all[0];
    }
  }

  private static int packetsFor(int names, IntFunction<WorkBudget> budgets) {
    Name rootServer = Name.of("a.root");
    List<ResourceRecord> hints =
        List.of(
            ResourceRecord.of(Name.ROOT, RecordType.NS, 1, new Rdata.Ns(rootServer)),
            ResourceRecord.of(rootServer, RecordType.A, 1, new Rdata.A(0xc0000201)));
    Resolver resolver =
        new Resolver(
            ResolverLimits.DEFAULTS, hints, new TtlCache(CACHE_ENTRIES), budgets, new Random(1));
    long now = 0;
    int zones = 0;
    int packets = 0;
    Deque<ResolverOutput> todo =
        new ArrayDeque<>(
            resolver.step(new ResolverInput.Ask(0, Name.of("www.z0"), RecordType.A), now));
    while (!todo.isEmpty()) {
      if (todo.remove() instanceof ResolverOutput.Send send) {
        packets++;
        now += ROUND_TRIP;
        Octets referral = referral(send.packet().toArray(), names, zones);
        zones += names;
        todo.addAll(resolver.step(new ResolverInput.Arrived(send.exchange(), referral), now));
      }
    }
    return packets;
  }

  private static Octets referral(byte[] packet, int names, int zones) {
    try {
      Message query = MessageDecoder.decode(packet, packet.length);
      Name cut = query.questions().getFirst().name().parent();
      List<ResourceRecord> servers = new ArrayList<>();
      for (int i = 1; i <= names; i++) {
        Name server = Name.of("ns.z" + (zones + i));
        servers.add(ResourceRecord.of(cut, RecordType.NS, 60, new Rdata.Ns(server)));
      }
      return Octets.of(
          MessageEncoder.encode(
              new Message(
                  query.header().answer(ResponseCode.NOERROR, false),
                  query.questions(),
                  List.of(),
                  servers,
                  List.of(),
                  query.edns()),
              MessageEncoder.MAXIMUM_LENGTH));
    } catch (MalformedMessageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
