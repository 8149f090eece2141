package dev.orrery.search.core.feed;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A topic of the log that is an index: each record an event, each event a document.
///
/// The component knows no application. What an event looks like it is told by a descriptor, as the
/// gateway is; which of its fields matter, by configuration. The alternative would be an event of
/// the engine's own that applications publish: then every application would speak search's language
/// in its log, and could be indexed in another way only by publishing again what was published
/// already. A log tells what happened; what to make of it is for whoever reads.
///
/// ```
///   posts.topic         = "post-created"
///   posts.event         = "orrery.social.posts.v1.PostCreated"
///   posts.id            = "post.post_id"
///   posts.field.text    = "english post.text"
///   posts.field.author  = "keyword post.author_id"
///   posts.field.hashtag = "keyword-lowercase hashtags(post.text)"
/// ```
///
/// @param name of the feed and of its index
/// @param id the way to the document's id, which must be unique: a record read twice then changes
///   nothing
public record Feed(
    String name, String topic, Descriptor event, EventPath id, List<FieldMapping> mappings) {

  /// The feeds of a configuration.
  ///
  /// @param settings by key, as above
  /// @param events describes every event that is named, with what it imports
  /// @throws IllegalArgumentException telling what is wrong
  public static List<Feed> parse(Map<String, String> settings, FileDescriptorSet events) {
    Map<String, TreeMap<String, String>> byName = new TreeMap<>();
    settings.forEach((key, value) -> {
      int dot = key.indexOf('.');
      if (dot < 1) {
        throw new IllegalArgumentException("'" + key + "' is no key of a feed, NAME.topic is");
      }
      byName
          .computeIfAbsent(key.substring(0, dot), _ -> new TreeMap<>())
          .put(key.substring(dot + 1), value);
    });
    Map<String, Descriptor> known = messages(events);
    List<Feed> feeds = new ArrayList<>();
    byName.forEach((name, keys) -> feeds.add(feed(name, keys, known)));
    return feeds;
  }

  private static Feed feed(
      String name, TreeMap<String, String> keys, Map<String, Descriptor> known) {
    try {
      String topic = take(keys, "topic");
      String eventName = take(keys, "event");
      Descriptor event = known.get(eventName);
      if (event == null) {
        throw new IllegalArgumentException("no event " + eventName + " is described");
      }
      EventPath id = EventPath.parse(take(keys, "id"), event);
      List<FieldMapping> mappings = new ArrayList<>();
      keys.forEach((key, value) -> {
        if (!key.startsWith("field.")) {
          throw new IllegalArgumentException("unknown key '" + key + "'");
        }
        mappings.add(FieldMapping.parse(key.substring("field.".length()), value, event));
      });
      return new Feed(name, topic, event, id, List.copyOf(mappings));
    } catch (IllegalArgumentException | SearchException wrong) {
      throw new IllegalArgumentException("feed '" + name + "': " + wrong.getMessage(), wrong);
    }
  }

  private static String take(TreeMap<String, String> keys, String key) {
    String value = keys.remove(key);
    if (value == null) {
      throw new IllegalArgumentException("key '" + key + "' is missing");
    }
    return value;
  }

  private static Map<String, Descriptor> messages(FileDescriptorSet events) {
    Map<String, FileDescriptor> files = new HashMap<>();
    Map<String, Descriptor> messages = new HashMap<>();
    for (FileDescriptorProto file : events.getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
      try {
        FileDescriptor built = FileDescriptor.buildFrom(file, imports, true);
        files.put(file.getName(), built);
        built.getMessageTypes().forEach(type -> messages.put(type.getFullName(), type));
      } catch (DescriptorValidationException wrong) {
        throw new IllegalArgumentException(
            "the descriptor of " + file.getName() + " is damaged", wrong);
      }
    }
    return messages;
  }

  public Schema schema() {
    return new Schema(mappings.stream().map(FieldMapping::field).toList());
  }

  /// The document an event means.
  ///
  /// @throws InvalidProtocolBufferException when the record is no such event, or brings no id
  public Document document(ByteString record) throws InvalidProtocolBufferException {
    DynamicMessage message = DynamicMessage.parseFrom(event, record);
    Map<String, List<FieldValue>> fields = new TreeMap<>();
    for (FieldMapping mapping : mappings) {
      List<FieldValue> values = mapping.values(message);
      if (!values.isEmpty()) {
        fields.put(mapping.field().name(), values);
      }
    }
    List<Object> ids = id.values(message);
    if (ids.isEmpty() || ids.getFirst().toString().isEmpty()) {
      throw new InvalidProtocolBufferException("a record of '" + topic + "' brings no id");
    }
    Document document = new Document(ids.getFirst().toString(), fields);
    try {
      schema().check(document);
    } catch (SearchException.Unfit unfit) {
      throw new InvalidProtocolBufferException(unfit.getMessage());
    }
    return document;
  }
}
