/// Log records, kept under a bound and searched: [dev.orrery.tracing.core.logs.LogStore].
@NullMarked
package dev.orrery.tracing.core.logs;

import org.jspecify.annotations.NullMarked;
