/// HTTP in, calls to services out, problems for everything that goes wrong.
@NullMarked
package dev.orrery.apigateway.edge.http;

import org.jspecify.annotations.NullMarked;
