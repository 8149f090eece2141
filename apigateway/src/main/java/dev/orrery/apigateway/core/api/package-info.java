/// What the gateway serves, read from the descriptors of the services behind it and from nothing
/// else.
@NullMarked
package dev.orrery.apigateway.core.api;

import org.jspecify.annotations.NullMarked;
