/// Who may ask how much: one limiter a caller and class of routes, in a table that is bounded.
@NullMarked
package dev.orrery.apigateway.core.admission;

import org.jspecify.annotations.NullMarked;
