package dev.orrery.dns.lab;

import dev.orrery.dns.core.resolver.SharedBudget;
import dev.orrery.dns.core.resolver.WorkBudget;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.function.IntFunction;

/// Budgets with one mistake each.
final class WrongBudgets {
  private WrongBudgets() {}

  static List<WrongTwin<IntFunction<WorkBudget>>> all() {
    return List.of(
        twin("fresh-nested", "gives every nested look-up a budget of its own", Fresh::new),
        twin("forked", "gives a nested look-up a copy of what is left", Forked::new),
        twin("one-more", "checks after it has counted, and lets one too many go", OneMore::new),
        twin("forgiving", "begins anew once it has refused", Forgiving::new),
        twin("own-count", "tells only what the look-up itself has sent", OwnCount::new),
        twin("for-everyone", "is the same one for all questions", ForEveryone::new),
        new WrongTwin<>(
            "halved",
            "sets half of what is left aside for a nested look-up and never takes it back",
            "shared",
            Halved::new));
  }

  private static WrongTwin<IntFunction<WorkBudget>> twin(
      String name, String mistake, IntFunction<WorkBudget> subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  private static final class Fresh implements WorkBudget {
    private final int packets;
    private final WorkBudget own;

    Fresh(int packets) {
      this.packets = packets;
      this.own = new SharedBudget(packets);
    }

    @Override
    public boolean spend() {
      return own.spend();
    }

    @Override
    public WorkBudget nested() {
      return new Fresh(packets);
    }

    @Override
    public int spent() {
      return own.spent();
    }
  }

  private static class Forked implements WorkBudget {
    private int left;
    private int spent;

    Forked(int packets) {
      this.left = packets;
    }

    @Override
    public boolean spend() {
      if (left == 0) {
        return false;
      }
      left--;
      spent++;
      return true;
    }

    @Override
    public WorkBudget nested() {
      return new Forked(left);
    }

    @Override
    public int spent() {
      return spent;
    }
  }

  private static final class OneMore implements WorkBudget {
    private final int packets;
    private int spent;

    OneMore(int packets) {
      this.packets = packets;
    }

    @Override
    public boolean spend() {
      if (spent > packets) {
        return false;
      }
      spent++;
      return true;
    }

    @Override
    public WorkBudget nested() {
      return this;
    }

    @Override
    public int spent() {
      return spent;
    }
  }

  private static final class Forgiving implements WorkBudget {
    private final int packets;
    private int left;
    private int spent;

    Forgiving(int packets) {
      this.packets = packets;
      this.left = packets;
    }

    @Override
    public boolean spend() {
      if (left == 0) {
        left = packets;
        return false;
      }
      left--;
      spent++;
      return true;
    }

    @Override
    public WorkBudget nested() {
      return this;
    }

    @Override
    public int spent() {
      return spent;
    }
  }

  private static final class OwnCount implements WorkBudget {
    private final WorkBudget all;
    private int own;

    OwnCount(int packets) {
      this(new SharedBudget(packets));
    }

    private OwnCount(WorkBudget all) {
      this.all = all;
    }

    @Override
    public boolean spend() {
      boolean taken = all.spend();
      own += taken ? 1 : 0;
      return taken;
    }

    @Override
    public WorkBudget nested() {
      return new OwnCount(all);
    }

    @Override
    public int spent() {
      return own;
    }
  }

  /// What a static field does, kept within this twin.
  private static final class ForEveryone implements WorkBudget {
    private static final ThreadLocal<Integer> SPENT = ThreadLocal.withInitial(() -> 0);
    private final int packets;

    ForEveryone(int packets) {
      this.packets = packets;
    }

    @Override
    public boolean spend() {
      if (SPENT.get() >= packets) {
        return false;
      }
      SPENT.set(SPENT.get() + 1);
      return true;
    }

    @Override
    public WorkBudget nested() {
      return this;
    }

    @Override
    public int spent() {
      return SPENT.get();
    }
  }

  private static final class Halved implements WorkBudget {
    private final int[] spent;
    private int left;

    Halved(int packets) {
      this(packets, new int[1]);
    }

    private Halved(int left, int[] spent) {
      this.left = left;
      this.spent = spent;
    }

    @Override
    public boolean spend() {
      if (left == 0) {
        return false;
      }
      left--;
      spent[0]++;
      return true;
    }

    @Override
    public WorkBudget nested() {
      int half = left / 2;
      left -= half;
      return new Halved(half, spent);
    }

    @Override
    public int spent() {
      return spent[0];
    }
  }
}
