/// The world above our zone, closed and small: the root, each zone down to ours, and one neighbour.
///
/// ```
///   .                      a.root.   127.53.0.1    knows test.
///   └── test.              ns.test.  127.53.0.2    knows the two below
///       ├── orrery.test.                           ours: instances, leases, routing
///       └── example.test.            127.53.0.3    somebody else's: an alias to us, a large record
/// ```
///
/// There is no way out to the real root: a resolver that starts here can be shown every packet of a
/// walk, and no name of the world leaks into the model or out of it. The addresses are those that
/// zones name; where the servers really listen is the edge's matter.
@NullMarked
package dev.orrery.dns.core.hierarchy;

import org.jspecify.annotations.NullMarked;
