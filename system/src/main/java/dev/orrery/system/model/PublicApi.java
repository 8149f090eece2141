package dev.orrery.system.model;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.orrery.identity.v1.Identity;
import dev.orrery.social.pages.v1.PagesOuterClass;
import dev.orrery.social.posts.v1.Posts;
import dev.orrery.social.timelines.v1.Timelines;
import dev.orrery.social.users.v1.Users;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the gateway offers to the world, as data: the descriptors of the services behind it, as
/// `protoc --descriptor_set_out --include_imports` would write them.
public final class PublicApi {
  private PublicApi() {}

  public static FileDescriptorSet descriptors() {
    Set<FileDescriptor> files = new LinkedHashSet<>();
    for (FileDescriptor file :
        List.of(
            Identity.getDescriptor(),
            Users.getDescriptor(),
            Posts.getDescriptor(),
            Timelines.getDescriptor(),
            PagesOuterClass.getDescriptor())) {
      collect(file, files);
    }
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    files.forEach(file -> set.addFile(file.toProto()));
    return set.build();
  }

  /// A file after those it imports.
  private static void collect(FileDescriptor file, Set<FileDescriptor> files) {
    file.getDependencies().forEach(dependency -> collect(dependency, files));
    files.add(file);
  }
}
