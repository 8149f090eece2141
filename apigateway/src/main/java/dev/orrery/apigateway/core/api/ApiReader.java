package dev.orrery.apigateway.core.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.apigateway.core.api.Operation.Call;
import dev.orrery.apigateway.core.routing.PathPattern;
import dev.orrery.apigateway.core.routing.RoutePattern;
import dev.orrery.apigateway.v1.Aggregate;
import dev.orrery.apigateway.v1.Permission;
import dev.orrery.apigateway.v1.RateClass;
import dev.orrery.apigateway.v1.Route;
import dev.orrery.apigateway.v1.RouteOuterClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the operations of an API from a descriptor set, as `protoc --descriptor_set_out
/// --include_imports` writes it. A method without `google.api.http` is not served.
public final class ApiReader {
  private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
  private final Map<String, MethodDescriptor> methods = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  private ApiReader() {}

  /// @throws IllegalArgumentException when the set is not complete, a template is malformed, a
  ///   variable names no field, a method streams, or a service does not say where it runs
  public static List<Operation> read(FileDescriptorSet set) {
    ApiReader reader = new ApiReader();
    reader.link(withOptions(set));
    reader.files.values().stream()
        .flatMap(file -> file.getServices().stream())
        .flatMap(service -> service.getMethods().stream())
        .forEach(reader::operation);
    return List.copyOf(reader.operations);
  }

  /// The set read again, knowing the options: else they would be unknown fields.
  private static FileDescriptorSet withOptions(FileDescriptorSet set) {
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(registry);
    RouteOuterClass.registerAllExtensions(registry);
    try {
      return FileDescriptorSet.parseFrom(set.toByteString(), registry);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  private void link(FileDescriptorSet set) {
    Map<String, FileDescriptorProto> waiting = new LinkedHashMap<>();
    set.getFileList().forEach(file -> waiting.put(file.getName(), file));
    while (!waiting.isEmpty()) {
      int before = waiting.size();
      for (FileDescriptorProto file : List.copyOf(waiting.values())) {
        if (files.keySet().containsAll(file.getDependencyList())) {
          files.put(file.getName(), linked(file));
          waiting.remove(file.getName());
        }
      }
      if (waiting.size() == before) {
        throw new IllegalArgumentException(
            "the descriptor set lacks what these import: " + waiting.keySet());
      }
    }
    for (FileDescriptor file : files.values()) {
      for (ServiceDescriptor service : file.getServices()) {
        for (MethodDescriptor method : service.getMethods()) {
          methods.put(service.getFullName() + "/" + method.getName(), method);
        }
      }
    }
  }

  private FileDescriptor linked(FileDescriptorProto file) {
    FileDescriptor[] dependencies =
        file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
    try {
      return FileDescriptor.buildFrom(file, dependencies);
    } catch (DescriptorValidationException invalid) {
      throw new IllegalArgumentException(file.getName() + ": " + invalid.getMessage(), invalid);
    }
  }

  private void operation(MethodDescriptor method) {
    if (method.getOptions().hasExtension(AnnotationsProto.http)) {
      HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
      add(method, rule);
      rule.getAdditionalBindingsList().forEach(more -> add(method, more));
    }
  }

  private void add(MethodDescriptor method, HttpRule rule) {
    if (!rule.getResponseBody().isEmpty()) {
      throw new IllegalArgumentException(
          method.getFullName() + ": response_body is not served; the whole answer is the body");
    }
    RoutePattern pattern = pattern(method, rule);
    for (PathPattern.Variable variable : pattern.path().variables()) {
      requireField(method, variable.field());
    }
    if (!rule.getBody().isEmpty() && !rule.getBody().equals(Operation.WHOLE_BODY)) {
      requireField(method, rule.getBody());
    }
    Route route = method.getOptions().getExtension(RouteOuterClass.route);
    boolean aggregate = method.getOptions().hasExtension(RouteOuterClass.aggregate);
    operations.add(
        new Operation(
            pattern,
            rule.getBody(),
            method.getInputType(),
            method.getOutputType(),
            route.getPermission() == Permission.PERMISSION_UNSPECIFIED
                ? Permission.PERMISSION_USER
                : route.getPermission(),
            route.getRateClass() == RateClass.RATE_CLASS_UNSPECIFIED
                ? !pattern.method().equals("GET")
                : route.getRateClass() == RateClass.RATE_CLASS_WRITE,
            aggregate
                ? parts(method, method.getOptions().getExtension(RouteOuterClass.aggregate))
                : List.of(call(method, 0, false)),
            aggregate));
  }

  private static RoutePattern pattern(MethodDescriptor method, HttpRule rule) {
    return switch (rule.getPatternCase()) {
      case GET -> RoutePattern.of("GET", rule.getGet());
      case PUT -> RoutePattern.of("PUT", rule.getPut());
      case POST -> RoutePattern.of("POST", rule.getPost());
      case DELETE -> RoutePattern.of("DELETE", rule.getDelete());
      case PATCH -> RoutePattern.of("PATCH", rule.getPatch());
      case CUSTOM -> RoutePattern.of(rule.getCustom().getKind(), rule.getCustom().getPath());
      case PATTERN_NOT_SET ->
          throw new IllegalArgumentException(method.getFullName() + " has no path");
    };
  }

  private static void requireField(MethodDescriptor method, String path) {
    Descriptor type = method.getInputType();
    for (String name : path.split("\\.", -1)) {
      FieldDescriptor field = type == null ? null : type.findFieldByName(name);
      if (field == null) {
        throw new IllegalArgumentException(
            method.getFullName() + ": its request has no field " + path);
      }
      type = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
  }

  private List<Call> parts(MethodDescriptor method, Aggregate aggregate) {
    List<Call> parts = new ArrayList<>();
    for (Aggregate.Part part : aggregate.getPartsList()) {
      MethodDescriptor called = methods.get(part.getMethod());
      FieldDescriptor field = method.getOutputType().findFieldByName(part.getField());
      if (called == null
          || field == null
          || field.isRepeated()
          || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
          || field.getMessageType() != called.getOutputType()) {
        throw new IllegalArgumentException(
            method.getFullName()
                + ": its part "
                + part.getField()
                + " is no field with the answer of "
                + part.getMethod());
      }
      parts.add(call(called, field.getNumber(), part.getOptional()));
    }
    return parts;
  }

  private static Call call(MethodDescriptor method, int field, boolean optional) {
    String backend = method.getService().getOptions().getExtension(RouteOuterClass.backend);
    if (backend.isEmpty() || method.isClientStreaming() || method.isServerStreaming()) {
      throw new IllegalArgumentException(
          method.getFullName()
              + (backend.isEmpty() ? ": its service has no backend" : " streams, and cannot be served"));
    }
    return new Call(
        backend,
        method.getService().getFullName() + "/" + method.getName(),
        method.getInputType(),
        method.getOutputType(),
        field,
        optional);
  }
}
