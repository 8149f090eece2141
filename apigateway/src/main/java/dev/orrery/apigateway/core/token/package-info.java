/// Whether a bearer token is good, and for whom: signed with ES256 or EdDSA by a published key, not
/// expired, not for somebody else (RFC 7519, RFC 8725).
@NullMarked
package dev.orrery.apigateway.core.token;

import org.jspecify.annotations.NullMarked;
