@NullMarked
package dev.orrery.apigateway.lab.transcoding;

import org.jspecify.annotations.NullMarked;
