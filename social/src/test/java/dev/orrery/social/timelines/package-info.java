@NullMarked
package dev.orrery.social.timelines;

import org.jspecify.annotations.NullMarked;
