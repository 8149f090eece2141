/// Publish and subscribe: messages to whoever listens now, kept for nobody. A channel exists while
/// it has a subscriber; a pattern hears of every channel it matches. Key events
/// (`notify-keyspace-events`) are messages like others.
@NullMarked
package dev.orrery.cache.core.pubsub;

import org.jspecify.annotations.NullMarked;
