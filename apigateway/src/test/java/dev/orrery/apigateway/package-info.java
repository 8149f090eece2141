@NullMarked
package dev.orrery.apigateway;

import org.jspecify.annotations.NullMarked;
