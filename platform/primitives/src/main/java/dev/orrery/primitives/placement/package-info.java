/// Which node a key belongs to, such that few keys move when nodes come and go.
///
/// `hash(key) mod n` balances perfectly and moves nearly every key when `n` changes: of four nodes
/// plus one, four keys in five. The two placements here move one in five, which is the least
/// possible, and only towards the newcomer:
///
/// ```
///                     mod n         HashRing              Rendezvous
///   moved, n → n+1    n/(n+1)       1/(n+1)               1/(n+1)
///   lookup            1             log(n · points)       n
///   memory            0             n · points            n
/// ```
///
/// Invariants, which the contract `primitives.placement` checks: the answer depends only on the set
/// of nodes and the key; the nodes given are distinct members; a node that joins takes keys from
/// others and nothing moves between those; no node has much more than its share.
@NullMarked
package dev.orrery.primitives.placement;

import org.jspecify.annotations.NullMarked;
