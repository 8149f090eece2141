/// The public keys of identity, fetched over HTTP and kept.
@NullMarked
package dev.orrery.apigateway.edge.jwks;

import org.jspecify.annotations.NullMarked;
