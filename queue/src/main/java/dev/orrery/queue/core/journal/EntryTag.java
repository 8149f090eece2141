package dev.orrery.queue.core.journal;

/// The first byte of an entry.
enum EntryTag {
  STARTED(1),
  QUEUE_DEFINED(2),
  QUEUE_DELETED(3),
  TOPIC_DEFINED(4),
  TOPIC_DELETED(5),
  SUBSCRIBED(6),
  UNSUBSCRIBED(7),
  STORED(8),
  CHANGED(9),
  REMOVED(10),
  REMEMBERED(11);

  private static final EntryTag[] ALL = values();

  private final byte code;

  EntryTag(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static EntryTag of(byte code) {
    if (code < 1 || code > ALL.length) {
      throw new CorruptEntryException("there is no entry of kind " + code);
    }
    return ALL[code - 1];
  }
}
