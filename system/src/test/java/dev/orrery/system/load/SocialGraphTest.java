package dev.orrery.system.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.social.posts.v1.Post;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocialGraphTest {
  @TempDir private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("graph.edges"), text);
  }

  @Test
  void readsEdgesAndLeavesOutCommentsAndEmptyLines() throws Exception {
    SocialGraph graph = SocialGraph.read(file("# a comment\n1 0\n\n15 0\n"));
    assertThat(graph.people()).containsExactly(0L, 1L, 15L);
    assertThat(graph.edges())
        .containsExactly(new SocialGraph.Edge(1, 0), new SocialGraph.Edge(15, 0));
  }

  @Test
  void namesTheBadLine() {
    assertThatThrownBy(() -> SocialGraph.read(file("1 0\n2 x\n")))
        .hasMessageContaining("graph.edges:2")
        .hasMessageContaining("2 x");
    assertThatThrownBy(() -> SocialGraph.read(file("1 0\n2 3\n7 7\n"))).hasMessageContaining(":3");
    assertThatThrownBy(() -> SocialGraph.read(file("1 0\n2 3 4\n"))).hasMessageContaining(":2");
    assertThatThrownBy(() -> SocialGraph.read(file(""))).hasMessageContaining("no edge");
  }

  @Test
  void theReferenceIsOwnAndFollowedPostsNewestFirst() throws Exception {
    SocialGraph graph = SocialGraph.read(file("1 2\n2 3\n"));
    List<Post> posts = List.of(post("10", "100", 5), post("11", "200", 5), post("12", "300", 7));
    Map<String, List<String>> expected =
        TimelineCheck.expected(
            graph, new GraphLoader.Loaded(Map.of(1L, "100", 2L, "200", 3L, "300"), posts));
    assertThat(expected.get("100")).containsExactly("11", "10");
    assertThat(expected.get("200")).containsExactly("12", "11", "10");
    assertThat(expected.get("300")).containsExactly("12", "11");
  }

  private static Post post(String id, String author, long createdMillis) {
    return Post.newBuilder()
        .setPostId(id)
        .setAuthorId(author)
        .setCreatedMillis(createdMillis)
        .build();
  }
}
