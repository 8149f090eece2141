/// The relay: carries the outbox to the log, each post once.
@NullMarked
package dev.orrery.social.relay;

import org.jspecify.annotations.NullMarked;
