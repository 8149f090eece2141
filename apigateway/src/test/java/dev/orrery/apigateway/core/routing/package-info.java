@NullMarked
package dev.orrery.apigateway.core.routing;

import org.jspecify.annotations.NullMarked;
