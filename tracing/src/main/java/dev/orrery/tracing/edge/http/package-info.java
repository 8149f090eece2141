/// The questions over HTTP, as JSON for programs and as two plain pages for people.
@NullMarked
package dev.orrery.tracing.edge.http;

import org.jspecify.annotations.NullMarked;
