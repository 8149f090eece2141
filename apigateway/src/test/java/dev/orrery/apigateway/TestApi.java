package dev.orrery.apigateway;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import dev.orrery.apigateway.v1.RouteOuterClass;
import java.util.LinkedHashSet;
import java.util.Set;

/// A small API: notes, kept by one service, with an answer put together of two calls.
final class TestApi {
  private static final String FILE =
      """
      name: "test/v1/notes.proto" package: "test.v1" syntax: "proto3"
      dependency: "google/api/annotations.proto"
      dependency: "orrery/apigateway/v1/route.proto"
      enum_type { name: "Kind" value { name: "KIND_NONE" number: 0 } value { name: "KIND_RED" number: 1 } }
      message_type { name: "Inner" field { name: "author" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } }
      message_type {
        name: "NoteRequest"
        field { name: "note_id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "noteId" }
        field { name: "text" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "text" }
        field { name: "page_size" number: 3 type: TYPE_UINT32 label: LABEL_OPTIONAL json_name: "pageSize" }
        field { name: "kinds" number: 4 type: TYPE_ENUM type_name: ".test.v1.Kind" label: LABEL_REPEATED json_name: "kinds" }
        field { name: "nested" number: 5 type: TYPE_MESSAGE type_name: ".test.v1.Inner" label: LABEL_OPTIONAL json_name: "nested" }
        field { name: "big" number: 6 type: TYPE_INT64 label: LABEL_OPTIONAL json_name: "big" }
      }
      message_type {
        name: "Note"
        field { name: "note_id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "noteId" }
        field { name: "text" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "text" }
        field { name: "actor" number: 3 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "actor" }
        field { name: "request" number: 4 type: TYPE_MESSAGE type_name: ".test.v1.NoteRequest" label: LABEL_OPTIONAL json_name: "request" }
      }
      message_type {
        name: "Both"
        field { name: "left" number: 1 type: TYPE_MESSAGE type_name: ".test.v1.Note" label: LABEL_OPTIONAL json_name: "left" }
        field { name: "right" number: 2 type: TYPE_MESSAGE type_name: ".test.v1.Note" label: LABEL_OPTIONAL json_name: "right" }
      }
      service {
        name: "Notes"
        options { [orrery.apigateway.v1.backend]: "notes" }
        method { name: "GetNote" input_type: ".test.v1.NoteRequest" output_type: ".test.v1.Note"
          options { [google.api.http] { get: "/v1/notes/{note_id}" additional_bindings { get: "/v1/old/{note_id=shelf/*}" } } } }
        method { name: "FindNote" input_type: ".test.v1.NoteRequest" output_type: ".test.v1.Note"
          options { [google.api.http] { get: "/v1/notes:find" } } }
        method { name: "CreateNote" input_type: ".test.v1.NoteRequest" output_type: ".test.v1.Note"
          options { [google.api.http] { post: "/v1/notes" body: "*" } } }
        method { name: "SetInner" input_type: ".test.v1.NoteRequest" output_type: ".test.v1.Note"
          options { [google.api.http] { put: "/v1/notes/{note_id}/inner" body: "nested" } } }
        method { name: "DeleteNote" input_type: ".test.v1.NoteRequest" output_type: ".test.v1.Note"
          options { [google.api.http] { delete: "/v1/notes/{note_id}" } [orrery.apigateway.v1.route] { permission: PERMISSION_ADMIN } } }
        method { name: "Ping" input_type: ".test.v1.NoteRequest" output_type: ".test.v1.Note"
          options { [google.api.http] { get: "/v1/ping" } [orrery.apigateway.v1.route] { permission: PERMISSION_PUBLIC } } }
      }
      service {
        name: "Pages"
        method { name: "GetBoth" input_type: ".test.v1.NoteRequest" output_type: ".test.v1.Both"
          options {
            [google.api.http] { get: "/v1/notes/{note_id}/both" }
            [orrery.apigateway.v1.aggregate] {
              parts { method: "test.v1.Notes/GetNote" field: "left" }
              parts { method: "test.v1.Notes/FindNote" field: "right" optional: true }
            } } }
      }
      """;

  private TestApi() {}

  static FileDescriptorSet descriptors() {
    return descriptors(FILE);
  }

  /// The same with one text put in the place of another.
  static FileDescriptorSet changed(String text, String by) {
    if (!FILE.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return descriptors(FILE.replace(text, by));
  }

  private static FileDescriptorSet descriptors(String source) {
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(registry);
    RouteOuterClass.registerAllExtensions(registry);
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    try {
      TextFormat.merge(source, registry, file);
    } catch (TextFormat.ParseException wrong) {
      throw new IllegalStateException(wrong);
    }
    Set<FileDescriptor> imports = new LinkedHashSet<>();
    collect(AnnotationsProto.getDescriptor(), imports);
    collect(RouteOuterClass.getDescriptor(), imports);
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder().addFile(file);
    imports.forEach(each -> set.addFile(each.toProto()));
    return set.build();
  }

  private static void collect(FileDescriptor file, Set<FileDescriptor> files) {
    file.getDependencies().forEach(each -> collect(each, files));
    files.add(file);
  }
}
