/// `apigateway.ratelimiter`: judges a [dev.orrery.primitives.ratelimit.RateLimiter] on requests at
/// chosen instants.
@NullMarked
package dev.orrery.primitives.lab.ratelimit;

import org.jspecify.annotations.NullMarked;
