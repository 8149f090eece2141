package dev.orrery.social.service;

import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.social.timelines.merge.Page;
import dev.orrery.social.timelines.merge.PostRef;

/// Page sizes and page tokens of listings. A token names the last thing of the page before, so that
/// what is written meanwhile moves nothing: `<created_millis>-<post_id>` for posts.
public final class PageTokens {
  private PageTokens() {}

  /// The size to serve.
  ///
  /// @throws RpcException INVALID_ARGUMENT when it is beyond the maximum
  public static int size(int asked, int standard, int maximum) {
    if (asked < 0 || asked > maximum) {
      throw RpcException.invalidArgument(
          "page_size", "must be at most " + maximum + ", not " + Integer.toUnsignedString(asked));
    }
    return asked == 0 ? standard : asked;
  }

  /// Where a page begins: below the post that the token names, or at the top.
  ///
  /// @throws RpcException INVALID_ARGUMENT when it is no token of ours
  public static PostRef before(String token) {
    if (token.isEmpty()) {
      return Page.TOP;
    }
    int dash = token.indexOf('-');
    if (dash > 0) {
      return new PostRef(
          Actors.id("page_token", token.substring(0, dash)),
          Actors.id("page_token", token.substring(dash + 1)));
    }
    throw RpcException.invalidArgument("page_token", "is none that a previous page gave");
  }

  /// The token of the page after this post.
  public static String after(PostRef last) {
    return last.createdMillis() + "-" + last.postId();
  }
}
