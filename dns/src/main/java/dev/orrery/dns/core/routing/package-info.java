/// In what order the addresses of a set are given, and so which instance a client tries first.
///
/// DNS balances load by nothing but order: most clients take the first address. A
/// [dev.orrery.dns.core.routing.RoutingPolicy] orders the targets of one answer; it is handed all
/// it may depend on (the number of the answer, a source of chance), keeps no state and cannot drop
/// a target, for a client that finds the first one dead needs the others.
///
/// ```
///   targets            fixed        round-robin, turn 1      weighted 8:1:1
///   a b c              a b c        b c a                    a first in 8 answers of 10
/// ```
@NullMarked
package dev.orrery.dns.core.routing;

import org.jspecify.annotations.NullMarked;
