package dev.orrery.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @Test
  void areMadeOnceAndReadableByTheirOwnerOnly(@TempDir Path folder) throws Exception {
    Credentials first = Credentials.in(folder);
    assertThat(Credentials.in(folder)).isEqualTo(first);
    assertThat(first.operator()).hasSize(64).isNotEqualTo(first.service());
    Path file = folder.resolve("credentials").resolve("operator.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void rankTheirHolders() {
    Credentials credentials = Credentials.generated();
    assertThat(credentials.accessOf(credentials.operator())).isEqualTo(Access.OPERATOR);
    assertThat(credentials.accessOf(credentials.service())).isEqualTo(Access.SERVICE);
    assertThat(credentials.accessOf("guess")).isEqualTo(Access.OPEN);
    assertThat(credentials.toString()).doesNotContain(credentials.operator());
  }
}
