/// The contract of `apigateway.route-matcher`, and matchers that break it.
@NullMarked
package dev.orrery.apigateway.lab.routing;

import org.jspecify.annotations.NullMarked;
