package dev.orrery.apigateway.core.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import dev.orrery.apigateway.core.json.JsonBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Writes JSON straight from the wire: no message object, no string, each byte of text copied once.
///
/// ```
///   bytes   0a 03 'a' 'b' 'c'   10 07   0a 02 'd' 'e'
///           └ field 1, first    └ 2     └ field 1, last
///   index   first[1]=0 last[1]=7   first[2]=5 last[2]=5
///   out     fields in the order of their declaration:
///             single    the value at last[]            (the last one on the wire counts)
///             repeated  every occurrence from first[] to last[]
///             absent    the default, if the field has no presence
/// ```
///
/// A first pass over the tags of a message notes where each field is; the second writes. A list of
/// messages, which is what most answers are, is passed over twice but never held.
public final class StreamingTranscoder implements Transcoder {
  /// JSON is larger than the wire form by names and quotes: the first guess of the answer's size.
  private static final int EXPECTED_GROWTH = 2;

  private static final int ROOM_FOR_DEFAULTS = 128;
  private static final int MAXIMUM_DEPTH = 100;

  private final MessagePlan plan;

  public StreamingTranscoder(Descriptor type) {
    Map<String, MessagePlan> plans = new HashMap<>();
    this.plan = MessagePlan.of(type, plans);
  }

  @Override
  public byte[] toJson(byte[] message) throws MalformedMessageException {
    JsonBuffer out = new JsonBuffer(EXPECTED_GROWTH * message.length + ROOM_FOR_DEFAULTS);
    try {
      write(plan, new WireCursor(message, 0, message.length), out, 0);
    } catch (IndexOutOfBoundsException truncated) {
      throw new MalformedMessageException("the message is cut short");
    }
    return out.toBytes();
  }

  private static void write(MessagePlan plan, WireCursor in, JsonBuffer out, int depth)
      throws MalformedMessageException {
    if (depth > MAXIMUM_DEPTH) {
      throw new MalformedMessageException("messages nested deeper than " + MAXIMUM_DEPTH);
    }
    if (plan.wellKnown()) {
      out.put(plan.objects().toJson(in.copyRest()));
      return;
    }
    int[] first = new int[plan.size()];
    int[] last = new int[plan.size()];
    index(plan, in, first, last);
    out.put('{');
    boolean any = false;
    for (int i = 0; i < plan.size(); i++) {
      FieldPlan field = plan.field(i);
      if (first[i] < 0 && !field.printedWhenAbsent()) {
        continue;
      }
      out.put(field.nameAndColon());
      if (field.map() || field.repeated()) {
        writeSeveral(field, in, first[i], last[i], out, depth);
      } else if (first[i] < 0) {
        out.putAscii(field.absent());
      } else {
        writeSingle(field, in, first[i], last[i], out, depth);
      }
      out.put(',');
      any = true;
    }
    if (any) {
      out.dropLast();
    }
    out.put('}');
  }

  /// Where each field occurs first and last; -1 when it does not. Of a oneof only the member seen
  /// last stays.
  private static void index(MessagePlan plan, WireCursor in, int[] first, int[] last)
      throws MalformedMessageException {
    Arrays.fill(first, -1);
    while (in.more()) {
      int start = in.position();
      int tag = in.tag();
      int place = plan.place(tag >>> WireCursor.TYPE_BITS);
      if (place >= 0 && plan.field(place).accepts(tag & WireCursor.TYPE_MASK)) {
        first[place] = first[place] < 0 ? start : first[place];
        last[place] = start;
        for (int rival : plan.field(place).rivals()) {
          first[rival] = -1;
        }
      }
      in.skip(tag);
    }
  }

  private static void writeSingle(
      FieldPlan field, WireCursor in, int first, int last, JsonBuffer out, int depth)
      throws MalformedMessageException {
    if (!field.message()) {
      in.moveTo(last);
      in.tag();
      field.writeScalar(in, out);
    } else if (first == last) {
      in.moveTo(last);
      in.tag();
      write(field.plan(), in.nested(), out, depth + 1);
    } else {
      // occurrences of one message are merged, and merging is concatenation
      byte[] merged = in.concatenated(field.number(), first);
      write(field.plan(), new WireCursor(merged, 0, merged.length), out, depth + 1);
    }
  }

  private static void writeSeveral(
      FieldPlan field, WireCursor in, int first, int last, JsonBuffer out, int depth)
      throws MalformedMessageException {
    out.put(field.map() ? '{' : '[');
    boolean any = false;
    if (first >= 0) {
      in.moveTo(first);
      while (in.position() <= last) {
        int tag = in.tag();
        if (tag >>> WireCursor.TYPE_BITS != field.number()) {
          in.skip(tag);
        } else if (field.packed(tag & WireCursor.TYPE_MASK)) {
          WireCursor values = in.nested();
          while (values.more()) {
            field.writeScalar(values, out);
            out.put(',');
            any = true;
          }
        } else {
          writeElement(field, in, out, depth);
          out.put(',');
          any = true;
        }
      }
    }
    if (any) {
      out.dropLast();
    }
    out.put(field.map() ? '}' : ']');
  }

  private static void writeElement(FieldPlan field, WireCursor in, JsonBuffer out, int depth)
      throws MalformedMessageException {
    if (field.map()) {
      writeEntry(field.plan(), in.nested(), out, depth);
    } else if (field.message()) {
      write(field.plan(), in.nested(), out, depth + 1);
    } else {
      field.writeScalar(in, out);
    }
  }

  private static void writeEntry(MessagePlan entry, WireCursor in, JsonBuffer out, int depth)
      throws MalformedMessageException {
    int[] first = new int[entry.size()];
    int[] last = new int[entry.size()];
    index(entry, in, first, last);
    FieldPlan key = entry.field(0);
    FieldPlan value = entry.field(1);
    boolean quoted = !key.quotedAlready();
    if (quoted) {
      out.put('"');
    }
    if (first[0] < 0) {
      out.putAscii(key.absent());
    } else {
      writeSingle(key, in, first[0], last[0], out, depth);
    }
    if (quoted) {
      out.put('"');
    }
    out.put(':');
    if (first[1] >= 0) {
      writeSingle(value, in, first[1], last[1], out, depth);
    } else if (value.message()) {
      write(value.plan(), new WireCursor(new byte[0], 0, 0), out, depth + 1);
    } else {
      out.putAscii(value.absent());
    }
  }
}
