/// Access tokens: JSON Web Tokens signed with a key whose public half is published (RFC 7519, RFC
/// 7517).
@NullMarked
package dev.orrery.identity.core.token;

import org.jspecify.annotations.NullMarked;
