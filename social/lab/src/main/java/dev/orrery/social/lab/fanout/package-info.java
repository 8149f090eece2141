/// Where a post goes: the contract and the strategies it must reject.
@NullMarked
package dev.orrery.social.lab.fanout;

import org.jspecify.annotations.NullMarked;
