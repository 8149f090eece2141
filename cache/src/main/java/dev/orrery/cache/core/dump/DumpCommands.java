package dev.orrery.cache.core.dump;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DANGEROUS;
import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.memory.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// DUMP and RESTORE.
public final class DumpCommands {
  private static final short VERSION = 1;
  private static final int FOOTER = Short.BYTES + Long.BYTES;
  private static final List<ValueCodec> CODECS = List.of(new StringCodec());

  private DumpCommands() {}

  public static List<CommandSpec> all() {
    return List.of(
        CommandSpec.keyed("keyspace", "dump", 2, flags(READONLY), DumpCommands::dump),
        CommandSpec.keyed(
            "keyspace", "restore", -4, flags(WRITE, DENYOOM, DANGEROUS), DumpCommands::restore));
  }

  private static void dump(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Entry entry = context.database().read(arguments.key(1));
    if (entry == null) {
      reply.nullBulk();
    } else {
      reply.bulk(encode(entry.value()));
    }
  }

  static byte[] encode(Value value) {
    for (ValueCodec codec : CODECS) {
      if (codec.writes(value)) {
        byte[] content = codec.encode(value);
        ByteBuffer dump = ByteBuffer.allocate(1 + content.length + FOOTER);
        dump.put(codec.id()).put(content).putShort(VERSION);
        return dump.putLong(Crc64.of(dump.array(), dump.position())).array();
      }
    }
    throw new CommandException("ERR values of type " + value.type().label() + " have no dump");
  }

  static Value decode(byte[] dump) {
    int end = dump.length - FOOTER;
    ByteBuffer buffer = ByteBuffer.wrap(dump);
    if (end < 1
        || buffer.getShort(end) != VERSION
        || buffer.getLong(end + Short.BYTES) != Crc64.of(dump, end + Short.BYTES)) {
      throw new CommandException("ERR DUMP payload version or checksum are wrong");
    }
    for (ValueCodec codec : CODECS) {
      if (codec.id() == dump[0]) {
        return codec.decode(buffer.slice(1, end - 1));
      }
    }
    throw new CommandException("ERR Bad data format");
  }

  private static void restore(CommandContext context, Arguments arguments, ReplyWriter reply) {
    boolean replace = false;
    boolean absolute = false;
    long idleSeconds = 0;
    for (int i = 4; i < arguments.count(); i++) {
      if (arguments.is(i, "replace")) {
        replace = true;
      } else if (arguments.is(i, "absttl")) {
        absolute = true;
      } else if (arguments.is(i, "idletime") && i + 1 < arguments.count()) {
        idleSeconds = arguments.integer(++i);
        if (idleSeconds < 0) {
          throw new CommandException("ERR Invalid IDLETIME value, must be >= 0");
        }
      } else {
        throw CommandException.syntax();
      }
    }
    Bytes key = arguments.key(1);
    boolean there = context.database().find(key) != null;
    if (there && !replace) {
      throw new CommandException("BUSYKEY Target key name already exists.");
    }
    long time = arguments.integer(2);
    if (time < 0 || (!absolute && time > Long.MAX_VALUE - context.nowMillis())) {
      throw new CommandException("ERR Invalid TTL value, must be >= 0");
    }
    Value value = decode(arguments.bytes(3));
    long deadline = time == 0 ? Entry.NEVER : absolute ? time : context.nowMillis() + time;
    if (deadline != Entry.NEVER && deadline <= context.nowMillis()) {
      if (context.database().remove(key)) {
        context.notify('g', "del", key);
      }
      reply.ok();
      return;
    }
    context.database().put(key, value, deadline);
    Entry entry = context.database().find(key);
    if (entry != null) {
      entry.accessed((int) Math.max(0, context.nowMillis() / 1_000 - idleSeconds));
    }
    context.notify('g', "restore", key);
    context.propagateAs(
        Arguments.of(
            ascii("RESTORE"),
            key.array(),
            ascii(Long.toString(time == 0 ? 0 : deadline)),
            arguments.bytes(3),
            ascii("REPLACE"),
            ascii("ABSTTL")));
    reply.ok();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
