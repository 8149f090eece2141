/// Merging timelines: the contract and the mergers it must reject.
@NullMarked
package dev.orrery.social.lab.merge;

import org.jspecify.annotations.NullMarked;
