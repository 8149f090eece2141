package dev.orrery.primitives.lab.appendfile;

import dev.orrery.primitives.appendfile.AppendFile;
import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `primitives.appendfile`.
public final class RecordFileSwapPoint implements SwapPoint<RecordFileFactory> {
  @Override
  public String name() {
    return "primitives.appendfile";
  }

  @Override
  public String summary() {
    return "How records are kept in a file that only grows.";
  }

  @Override
  public Class<?> type() {
    return RecordFile.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (Disk disk, String name) throws IOException";
  }

  @Override
  public RecordFileFactory instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<RecordFile> brought =
        Implementation.of(implementation, RecordFile.class, Disk.class, String.class);
    return brought::create;
  }

  @Override
  public Contract<RecordFileFactory> contract() {
    return RecordFileContract.any();
  }

  @Override
  public Map<String, Contract<RecordFileFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, RecordFileFactory> builtIns() {
    return Map.of("crc-framed", AppendFile::new);
  }

  @Override
  public List<WrongTwin<RecordFileFactory>> wrongTwins() {
    return RecordFileTwins.all();
  }
}
