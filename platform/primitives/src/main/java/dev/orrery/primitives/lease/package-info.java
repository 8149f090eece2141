/// The cure for the stale set: a reader that loaded a row before it was changed sets it after the
/// change was announced, and the cache holds the old row until somebody changes it again.
///
/// [dev.orrery.primitives.lease.Leases] hands out one permission a key and takes it back when the
/// key changes. It also tames the thundering herd, across processes, where
/// [dev.orrery.primitives.singleflight.CoalescedLoad] does so within one.
///
/// Invariants, which the contract `primitives.lease` checks: at most one lease is out on a key; a
/// lease is redeemed once; none that was granted before a revocation is redeemed after it; a lease
/// on one key says nothing of another.
@NullMarked
package dev.orrery.primitives.lease;

import org.jspecify.annotations.NullMarked;
