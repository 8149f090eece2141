package dev.orrery.search.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/// A directory in memory that knows what a power cut would leave of it: the bytes of files that
/// were forced, under the names that were forced. Anything else may be there whole, cut short, or
/// not at all. It can also cut the power by itself, before its n-th call that matters.
final class ForgetfulDirectory extends FilterDirectory {
  /// The power was cut.
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1;

    Cut() {
      super("the power is cut");
    }
  }

  private final Set<String> forcedBytes = new HashSet<>();

  /// Names on disk for certain, with the name the bytes have now.
  private final Map<String, byte[]> durable = new HashMap<>();

  private final int cutBefore;
  private int calls;

  ForgetfulDirectory(Map<String, byte[]> content, int cutBefore) throws IOException {
    super(new ByteBuffersDirectory());
    this.cutBefore = cutBefore;
    for (Map.Entry<String, byte[]> file : content.entrySet()) {
      try (IndexOutput out = in.createOutput(file.getKey(), IOContext.DEFAULT)) {
        out.writeBytes(file.getValue(), file.getValue().length);
      }
      forcedBytes.add(file.getKey());
    }
    durable.putAll(content);
  }

  private synchronized void step() throws IOException {
    if (++calls > cutBefore) {
      throw new Cut();
    }
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    step();
    return super.createOutput(name, context);
  }

  @Override
  public synchronized void sync(Collection<String> names) throws IOException {
    step();
    super.sync(names);
    forcedBytes.addAll(names);
    for (String name : names) {
      durable.put(name, bytes(name)); // forcing a new file forces its entry, as file systems do
    }
  }

  @Override
  public synchronized void rename(String source, String dest) throws IOException {
    step();
    super.rename(source, dest);
    if (forcedBytes.remove(source)) {
      forcedBytes.add(dest);
    }
  }

  @Override
  public synchronized void syncMetaData() throws IOException {
    step();
    super.syncMetaData();
    List<String> names = Arrays.asList(listAll());
    durable.keySet().retainAll(names);
    for (String name : names) {
      if (forcedBytes.contains(name)) {
        durable.put(name, bytes(name));
      }
    }
  }

  @Override
  public synchronized void deleteFile(String name) throws IOException {
    step();
    super.deleteFile(name);
    forcedBytes.remove(name);
  }

  private byte[] bytes(String name) throws IOException {
    try (IndexInput input = in.openInput(name, IOContext.DEFAULT)) {
      byte[] bytes = new byte[(int) input.length()];
      input.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  /// What a power cut now would leave.
  synchronized Map<String, byte[]> afterPowerCut(Random random) throws IOException {
    Map<String, byte[]> left = new HashMap<>(durable);
    for (String name : new ArrayList<>(Arrays.asList(listAll()))) {
      if (!durable.containsKey(name) && random.nextBoolean()) {
        byte[] bytes = bytes(name);
        boolean whole = forcedBytes.contains(name) || random.nextBoolean();
        left.put(name, whole ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      }
    }
    return left;
  }
}
