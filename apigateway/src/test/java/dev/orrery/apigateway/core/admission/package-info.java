@NullMarked
package dev.orrery.apigateway.core.admission;

import org.jspecify.annotations.NullMarked;
