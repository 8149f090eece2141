/// The timeline workers: fan a new post out to the cached timelines of the followers.
@NullMarked
package dev.orrery.social.worker;

import org.jspecify.annotations.NullMarked;
