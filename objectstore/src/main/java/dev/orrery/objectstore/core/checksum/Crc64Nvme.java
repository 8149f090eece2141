package dev.orrery.objectstore.core.checksum;

import java.util.zip.Checksum;

/// CRC-64/NVME, also called CRC-64/Rocksoft (NVM Express Base Specification, §5.2.1.3.4):
/// reflected, all ones before and after.
///
/// Eight bytes a step, each through a table of its own ("slicing-by-8", Kounavis and Berry, 2005).
final class Crc64Nvme implements Checksum {
  /// The polynomial 0xAD93D23594C93659 with its bits reversed.
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  private static final int SLICES = 8;
  private static final long[][] TABLES = tables();

  private long state = ~0L;

  private static long[][] tables() {
    long[][] tables = new long[SLICES][256];
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][i] = crc;
    }
    for (int slice = 1; slice < SLICES; slice++) {
      for (int i = 0; i < 256; i++) {
        long before = tables[slice - 1][i];
        tables[slice][i] = (before >>> Byte.SIZE) ^ tables[0][(int) (before & 0xff)];
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    state = (state >>> Byte.SIZE) ^ TABLES[0][(int) ((state ^ b) & 0xff)];
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    int at = offset;
    int end = offset + length;
    for (; end - at >= SLICES; at += SLICES) {
      long mixed = state;
      for (int i = 0; i < SLICES; i++) {
        mixed ^= (data[at + i] & 0xffL) << (Byte.SIZE * i);
      }
      long next = 0;
      for (int i = 0; i < SLICES; i++) {
        next ^= TABLES[SLICES - 1 - i][(int) ((mixed >>> (Byte.SIZE * i)) & 0xff)];
      }
      state = next;
    }
    for (; at < end; at++) {
      update(data[at]);
    }
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = ~0L;
  }
}
