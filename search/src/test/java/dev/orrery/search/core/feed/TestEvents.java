package dev.orrery.search.core.feed;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.Map;

/// An application's event, `test.PostCreated`, and a feed of it.
public final class TestEvents {
  public static final Map<String, String> FEED =
      Map.of(
          "posts.topic", "post-created",
          "posts.event", "test.PostCreated",
          "posts.id", "post.post_id",
          "posts.field.text", "english post.text",
          "posts.field.author", "keyword post.author_id",
          "posts.field.hashtag", "keyword-lowercase hashtags(post.text)",
          "posts.field.day", "keyword day(post.created_millis)",
          "posts.field.created", "date post.created_millis");

  private static final FileDescriptorProto FILE =
      FileDescriptorProto.newBuilder()
          .setName("test.proto")
          .setPackage("test")
          .setSyntax("proto3")
          .addMessageType(
              DescriptorProto.newBuilder()
                  .setName("Post")
                  .addField(field("post_id", 1, FieldDescriptorProto.Type.TYPE_STRING))
                  .addField(field("author_id", 2, FieldDescriptorProto.Type.TYPE_STRING))
                  .addField(field("text", 3, FieldDescriptorProto.Type.TYPE_STRING))
                  .addField(field("created_millis", 4, FieldDescriptorProto.Type.TYPE_UINT64)))
          .addMessageType(
              DescriptorProto.newBuilder()
                  .setName("PostCreated")
                  .addField(
                      field("post", 1, FieldDescriptorProto.Type.TYPE_MESSAGE)
                          .setTypeName(".test.Post")))
          .build();

  private TestEvents() {}

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }

  public static FileDescriptorSet descriptors() {
    return FileDescriptorSet.newBuilder().addFile(FILE).build();
  }

  public static ByteString postCreated(String id, String author, String text, long created) {
    try {
      FileDescriptor file = FileDescriptor.buildFrom(FILE, new FileDescriptor[0]);
      Descriptor post = file.findMessageTypeByName("Post");
      Descriptor event = file.findMessageTypeByName("PostCreated");
      DynamicMessage inner =
          DynamicMessage.newBuilder(post)
              .setField(post.findFieldByNumber(1), id)
              .setField(post.findFieldByNumber(2), author)
              .setField(post.findFieldByNumber(3), text)
              .setField(post.findFieldByNumber(4), created)
              .build();
      return DynamicMessage.newBuilder(event)
          .setField(event.findFieldByNumber(1), inner)
          .build()
          .toByteString();
    } catch (DescriptorValidationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
