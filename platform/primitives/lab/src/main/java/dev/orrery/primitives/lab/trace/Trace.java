package dev.orrery.primitives.lab.trace;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The keys that were asked for, in order, numbered 0, 1, 2 … as they first come up.
///
/// @param requests the keys
/// @param distinctKeys how many there are
public record Trace(List<Integer> requests, int distinctKeys) {
  /// What is no key, in the traces of the LIRS paper.
  private static final String SEPARATOR = "*";

  /// Numbers any keys.
  public static Trace of(Iterable<?> keys) {
    Map<Object, Integer> numbers = new HashMap<>();
    List<Integer> requests = new ArrayList<>();
    for (Object key : keys) {
      requests.add(numbers.computeIfAbsent(key, next -> numbers.size()));
    }
    return new Trace(requests, numbers.size());
  }

  /// Reads trace files, one after the other, as one trace. The name says what is in a file:
  ///
  /// * `….lis`: the ARC paper's, a line a request: first block, number of blocks, and what is
  ///   ignored;
  /// * `….i64`: 64-bit keys, big-endian;
  /// * anything else: a key a line.
  ///
  /// Each may be compressed by gzip, then `.gz` follows.
  public static Trace read(List<Path> files) throws IOException {
    List<Object> keys = new ArrayList<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      try (InputStream in = open(file, name)) {
        if (name.contains(".i64")) {
          readLongs(new DataInputStream(in), keys);
        } else {
          readLines(in, name.contains(".lis"), keys);
        }
      }
    }
    return of(keys);
  }

  private static InputStream open(Path file, String name) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file));
    return name.endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(raw)) : raw;
  }

  private static void readLongs(DataInputStream in, List<Object> keys) throws IOException {
    try {
      while (true) {
        keys.add(in.readLong());
      }
    } catch (EOFException end) {
      // A trace has no other end mark.
    }
  }

  private static void readLines(InputStream in, boolean blocks, List<Object> keys)
      throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String key = line.strip();
      if (key.isEmpty() || key.equals(SEPARATOR)) {
        continue;
      }
      if (blocks) {
        String[] fields = key.split("\\s+");
        long first = Long.parseLong(fields[0]);
        long end = first + Long.parseLong(fields[1]);
        for (long block = first; block < end; block++) {
          keys.add(block);
        }
      } else {
        keys.add(key);
      }
    }
  }
}
