/// Lists: a row of listpacks, pushed and popped at both ends, with clients that wait for elements.
@NullMarked
package dev.orrery.cache.core.list;

import org.jspecify.annotations.NullMarked;
