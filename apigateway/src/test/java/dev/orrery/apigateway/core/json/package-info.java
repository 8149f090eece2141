@NullMarked
package dev.orrery.apigateway.core.json;

import org.jspecify.annotations.NullMarked;
