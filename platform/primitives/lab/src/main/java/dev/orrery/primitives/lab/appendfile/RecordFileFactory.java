package dev.orrery.primitives.lab.appendfile;

import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.ports.Disk;
import java.io.IOException;

/// Makes what is judged: a fresh one for each case.
@FunctionalInterface
public interface RecordFileFactory {
  RecordFile create(Disk disk, String name) throws IOException;
}
