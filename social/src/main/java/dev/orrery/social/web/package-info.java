/// The web tier: pages for people, from instances that remember nothing.
///
/// ```
///   browser ──cookie──▶ any web instance ──gRPC, on behalf of the user──▶ identity users posts timelines
///               │
///               └ session: user, expiry, signed with a key that all instances derive from the
///                 service credential. Whoever holds the cookie is the user; nobody can make one.
/// ```
///
/// Since the session travels with the request, any instance serves any request, and one may be
/// stopped without logging anybody out. Each form carries a token that is an HMAC of the session's
/// id: a page of another site can make the browser send the cookie, but cannot know the token
/// (cross-site request forgery, OWASP). All text from people is escaped where it is put into a page
/// ([Html]), and the content security policy lets no script run but our own modules.
///
/// The pages work without JavaScript; `timeline.js` adds the counter of characters left and the
/// live timeline.
///
/// Reading order: [Sessions], [Html], [Pages], [SocialCalls], [PostSearch], [WebRoutes],
/// [WebServer].
@NullMarked
package dev.orrery.social.web;

import org.jspecify.annotations.NullMarked;
