@NullMarked
package dev.orrery.apigateway.core.transcoding;

import org.jspecify.annotations.NullMarked;
