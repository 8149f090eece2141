/// What the social network keeps in the cache, and how it is filled without losing a concurrent
/// change.
@NullMarked
package dev.orrery.social.cached;

import org.jspecify.annotations.NullMarked;
