package dev.orrery.system.model;

import java.util.Map;

/// What the application's events mean to the search engine, in the syntax of the configuration's
/// `search.feeds`; a configuration that has feeds of its own replaces all of these.
final class SearchFeeds {
  static final Map<String, String> STANDARD =
      Map.ofEntries(
          Map.entry("posts.topic", "post-created"),
          Map.entry("posts.event", "orrery.social.posts.v1.PostCreated"),
          Map.entry("posts.id", "post.post_id"),
          Map.entry("posts.field.text", "english post.text"),
          Map.entry("posts.field.author", "keyword post.author_id"),
          Map.entry("posts.field.hashtag", "keyword-lowercase hashtags(post.text)"),
          Map.entry("posts.field.day", "keyword day(post.created_millis)"),
          Map.entry("posts.field.created", "date post.created_millis"),
          Map.entry("users.topic", "user-created"),
          Map.entry("users.event", "orrery.social.users.v1.User"),
          Map.entry("users.id", "user_id"),
          Map.entry("users.field.username", "keyword-lowercase username"),
          Map.entry("users.field.name", "standard display_name"),
          Map.entry("users.field.created", "date created_millis"));

  private SearchFeeds() {}
}
