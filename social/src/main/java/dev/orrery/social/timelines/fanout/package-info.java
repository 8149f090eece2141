/// Where a post goes: to its followers' timelines when it is written, or to one list of its author
/// that readers merge. Pure: plain data in, plain data out.
@NullMarked
package dev.orrery.social.timelines.fanout;

import org.jspecify.annotations.NullMarked;
