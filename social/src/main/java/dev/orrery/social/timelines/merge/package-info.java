/// Merging what several authors wrote into one timeline. Pure: plain data in, plain data out.
@NullMarked
package dev.orrery.social.timelines.merge;

import org.jspecify.annotations.NullMarked;
