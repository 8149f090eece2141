/// What the lab of the gateway measures.
@NullMarked
package dev.orrery.apigateway.lab.experiments;

import org.jspecify.annotations.NullMarked;
