package dev.orrery.cache.core.set;

import dev.orrery.cache.core.dictionary.Dictionary;
import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A set of any size and any members.
final class TableSet implements SetValue {
  private static final int FIXED_BYTES = 24 + 48;
  private static final int MEMBER_BYTES =
      MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 2 * MemoryLayout.REFERENCE);

  /// A member in its bucket.
  static final class Member extends Dictionary.Node {
    Member(Bytes name) {
      super(name);
    }
  }

  private final Dictionary<Member> members = new Dictionary<>();
  private long memberBytes;

  static TableSet of(SetValue set) {
    TableSet table = new TableSet();
    set.forEach(table::add);
    return table;
  }

  Dictionary<Member> members() {
    return members;
  }

  @Override
  public boolean contains(Bytes member) {
    return members.find(member) != null;
  }

  @Override
  public boolean add(Bytes member) {
    if (members.find(member) != null) {
      return false;
    }
    members.add(new Member(member));
    memberBytes += MEMBER_BYTES + MemoryLayout.bytes(member);
    return true;
  }

  @Override
  public boolean remove(Bytes member) {
    if (members.remove(member) == null) {
      return false;
    }
    memberBytes -= MEMBER_BYTES + MemoryLayout.bytes(member);
    return true;
  }

  @Override
  public void forEach(Consumer<? super Bytes> visitor) {
    members.forEach(member -> visitor.accept(member.key()));
  }

  @Override
  public Bytes random(RandomGenerator random) {
    return Objects.requireNonNull(members.random(random), "an empty set").key();
  }

  @Override
  public String encoding() {
    return "hashtable";
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + members.tableBytes() + memberBytes;
  }

  @Override
  public Value copy() {
    return of(this);
  }

  @Override
  public int elements() {
    return members.size();
  }
}
