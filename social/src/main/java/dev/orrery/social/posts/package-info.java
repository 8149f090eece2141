/// The Post service: posts, written once together with the outbox row they are published from.
@NullMarked
package dev.orrery.social.posts;

import org.jspecify.annotations.NullMarked;
