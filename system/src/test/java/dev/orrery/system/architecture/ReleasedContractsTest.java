package dev.orrery.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.orrery.system.model.PublicApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Contracts change by addition only: whatever the released descriptors say must still be so.
/// Running this test with `-Dorrery.release` writes today's descriptors as the released ones.
class ReleasedContractsTest {
  private static final String RELEASED = "/released-contracts.binpb";

  private static FileDescriptorSet today() {
    Map<String, FileDescriptorProto> files = new TreeMap<>();
    PublicApi.descriptors().getFileList().forEach(file -> files.put(file.getName(), file));
    for (FileDescriptor file :
        List.of(
            dev.orrery.cache.v1.CacheOuterClass.getDescriptor(),
            dev.orrery.database.v1.DatabaseOuterClass.getDescriptor(),
            dev.orrery.dns.v1.Dns.getDescriptor(),
            dev.orrery.log.v1.LogOuterClass.getDescriptor(),
            dev.orrery.system.v1.System.getDescriptor(),
            dev.orrery.tracing.v1.TracingOuterClass.getDescriptor())) {
      files.put(file.getName(), file.toProto());
    }
    files.keySet().removeIf(name -> !name.startsWith("orrery/"));
    return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
  }

  private static FileDescriptorSet released() throws IOException {
    try (InputStream in = ReleasedContractsTest.class.getResourceAsStream(RELEASED)) {
      assertThat(in).as("the released descriptors").isNotNull();
      return FileDescriptorSet.parseFrom(in);
    }
  }

  @Test
  void nothingReleasedHasChanged() throws IOException {
    if (System.getProperty("orrery.release") != null) {
      Path file = Path.of("src/test/resources" + RELEASED);
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, today().toByteArray());
      return;
    }
    assertThat(breaks(released(), today())).isEmpty();
  }

  @Test
  void aRemovedFieldAChangedTypeAndARenamedMethodAreNoticed() {
    FileDescriptorSet today = today();
    FileDescriptorSet.Builder changed = today.toBuilder();
    for (FileDescriptorProto.Builder file : changed.getFileBuilderList()) {
      if (file.getPackage().equals("orrery.cache.v1")) {
        file.getMessageTypeBuilder(0).removeField(0);
        file.getMessageTypeBuilder(3)
            .getFieldBuilder(0)
            .setType(FieldDescriptorProto.Type.TYPE_STRING);
        file.getServiceBuilder(0).getMethodBuilder(0).setName("Fetch");
      }
    }
    assertThat(breaks(today, changed.build())).hasSizeGreaterThanOrEqualTo(3);
  }

  private static List<String> breaks(FileDescriptorSet before, FileDescriptorSet after) {
    List<String> breaks = new ArrayList<>();
    Map<String, String> now = facts(after);
    facts(before)
        .forEach((what, how) -> {
          String present = now.get(what);
          if (!how.equals(present)) {
            breaks.add(what + ": was " + how + ", is " + (present == null ? "gone" : present));
          }
        });
    return breaks;
  }

  /// Everything a peer relies on: names, numbers, types, streaming.
  private static Map<String, String> facts(FileDescriptorSet set) {
    Map<String, String> facts = new TreeMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      String scope = file.getPackage();
      file.getMessageTypeList().forEach(message -> message(scope, message, facts));
      file.getEnumTypeList().forEach(type -> enumeration(scope, type, facts));
      for (ServiceDescriptorProto service : file.getServiceList()) {
        for (MethodDescriptorProto method : service.getMethodList()) {
          facts.put(
              scope + "." + service.getName() + "/" + method.getName(),
              method.getInputType()
                  + " → "
                  + (method.getServerStreaming() ? "stream " : "")
                  + method.getOutputType());
        }
      }
    }
    return facts;
  }

  private static void message(String scope, DescriptorProto message, Map<String, String> facts) {
    String name = scope + "." + message.getName();
    for (FieldDescriptorProto field : message.getFieldList()) {
      facts.put(
          name + "#" + field.getNumber(),
          field.getName()
              + " "
              + field.getLabel()
              + " "
              + field.getType()
              + " "
              + field.getTypeName());
    }
    message.getNestedTypeList().forEach(nested -> message(name, nested, facts));
    message.getEnumTypeList().forEach(nested -> enumeration(name, nested, facts));
  }

  private static void enumeration(
      String scope, EnumDescriptorProto type, Map<String, String> facts) {
    for (EnumValueDescriptorProto value : type.getValueList()) {
      facts.put(scope + "." + type.getName() + "#" + value.getNumber(), value.getName());
    }
  }
}
