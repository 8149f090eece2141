/// The Timeline service: home timelines, from the cache or rebuilt.
@NullMarked
package dev.orrery.social.timelines;

import org.jspecify.annotations.NullMarked;
