/// The public keys, over HTTP.
@NullMarked
package dev.orrery.identity.edge.http;

import org.jspecify.annotations.NullMarked;
