/// `primitives.singleflight`: judges a [dev.orrery.primitives.singleflight.CoalescedLoad] with
/// callers that are made to meet.
@NullMarked
package dev.orrery.primitives.lab.singleflight;

import org.jspecify.annotations.NullMarked;
