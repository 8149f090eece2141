package dev.orrery.queue.core.journal;

/// The first byte of an entry.
enum EntryTag {
  STARTED,
  QUEUE_DEFINED,
  QUEUE_DELETED,
  TOPIC_DEFINED,
  TOPIC_DELETED,
  SUBSCRIBED,
  UNSUBSCRIBED,
  STORED,
  CHANGED,
  REMOVED,
  REMEMBERED;

  private static final EntryTag[] ALL = values();

  byte code() {
    return (byte) (ordinal() + 1);
  }

  static EntryTag of(byte code) {
    if (code < 1 || code > ALL.length) {
      throw new CorruptEntryException("there is no entry of kind " + code);
    }
    return ALL[code - 1];
  }
}
