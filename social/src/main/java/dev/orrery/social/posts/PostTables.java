package dev.orrery.social.posts;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.social.posts.v1.OutboxRow;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.service.Calls;
import dev.orrery.social.storage.Keys;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.timelines.merge.PostRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Post service's tables.
///
/// | table | key | value |
/// |---|---|---|
/// | `posts_by_id` | post id | Post |
/// | `posts_by_author` | author, created, post id | nothing |
/// | `posts_outbox` | post id | OutboxRow, until it is published |
/// | `posts_keys` | author, idempotency key | post id |
///
/// Thread-safe.
public final class PostTables {
  public static final String OUTBOX = "posts_outbox";

  private static final String BY_ID = "posts_by_id";
  private static final String BY_AUTHOR = "posts_by_author";
  private static final String KEYS = "posts_keys";

  private final Tables tables;

  public PostTables(Tables tables) {
    this.tables = tables;
  }

  /// Writes a post in one commit, forced to disk.
  ///
  /// @param idempotencyKey or empty
  /// @return false when the id or the key is taken; nothing was written then
  boolean write(Post post, OutboxRow outbox, String idempotencyKey) {
    long id = Long.parseLong(post.getPostId());
    long author = Long.parseLong(post.getAuthorId());
    CommitRequest.Builder commit =
        CommitRequest.newBuilder()
            .setDurability(Durability.DURABILITY_SYNC)
            .addPreconditions(Tables.missing(BY_ID, Keys.of(id)))
            .addMutations(Tables.put(BY_ID, Keys.of(id), post.toByteString()))
            .addMutations(
                Tables.put(
                    BY_AUTHOR, Keys.of(author, post.getCreatedMillis(), id), ByteString.EMPTY))
            .addMutations(Tables.put(OUTBOX, Keys.of(id), outbox.toByteString()));
    if (!idempotencyKey.isEmpty()) {
      ByteString key = keyOf(author, idempotencyKey);
      commit
          .addPreconditions(Tables.missing(KEYS, key))
          .addMutations(Tables.put(KEYS, key, Keys.of(id)));
    }
    return tables.commit(commit.build());
  }

  /// The post this author made with this key.
  Optional<Post> byKey(long author, String idempotencyKey) {
    return tables
        .get(KEYS, keyOf(author, idempotencyKey))
        .flatMap(id -> byId(List.of(Keys.at(id, 0))).stream().findFirst());
  }

  /// Those of the posts that exist.
  ///
  /// @param ids at most 1,000
  List<Post> byId(List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Post> posts = new ArrayList<>(ids.size());
    for (Row row : tables.get(BY_ID, ids.stream().map(Keys::of).toList())) {
      if (row.getVersion() != 0) {
        posts.add(parse(row));
      }
    }
    return posts;
  }

  /// Begins to read an author's newest posts below `before`.
  ListenableFuture<ScanResponse> newest(long author, PostRef before, int limit) {
    return tables.scan(
        ScanRequest.newBuilder()
            .setTable(BY_AUTHOR)
            .setStart(Keys.of(author))
            .setEnd(Keys.of(author, before.createdMillis(), before.postId()))
            .setLimit(limit)
            .setDescending(true)
            .build());
  }

  static List<PostRef> references(ScanResponse page) {
    return page.getRowsList().stream()
        .map(row -> new PostRef(Keys.at(row.getKey(), 1), Keys.at(row.getKey(), 2)))
        .toList();
  }

  /// Outbox rows from this id on, by id.
  public List<Row> outbox(long from, int limit) {
    return Calls.join(
            tables.scan(
                ScanRequest.newBuilder()
                    .setTable(OUTBOX)
                    .setStart(Keys.of(from))
                    .setLimit(limit)
                    .build()))
        .getRowsList();
  }

  /// Takes published rows out, for good.
  public void published(List<Row> rows) {
    CommitRequest.Builder commit =
        CommitRequest.newBuilder().setDurability(Durability.DURABILITY_SYNC);
    rows.forEach(row -> commit.addMutations(Tables.delete(OUTBOX, row.getKey())));
    tables.commit(commit.build());
  }

  private static ByteString keyOf(long author, String idempotencyKey) {
    return Keys.of(author).concat(ByteString.copyFromUtf8(idempotencyKey));
  }

  private static Post parse(Row row) {
    try {
      return Post.parseFrom(row.getValue());
    } catch (InvalidProtocolBufferException damaged) {
      throw new IllegalStateException(
          "post " + Keys.at(row.getKey(), 0) + " cannot be read", damaged);
    }
  }
}
