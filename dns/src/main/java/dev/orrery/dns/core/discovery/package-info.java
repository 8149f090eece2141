/// From the registry to the zone: which records stand for which instance.
///
/// ```
///   instance cache-1 of cache at 127.0.0.1, ports {grpc: 9400}, weight 3
///
///   cache-1.cache.orrery.test.     A    127.0.0.1
///   cache.orrery.test.             A    127.0.0.1              one for each instance
///   _grpc._tcp.cache.orrery.test.  SRV  0 3 9400 cache-1.cache.orrery.test.
/// ```
///
/// One service, the load balancer unless told otherwise, also stands at the apex: the system's
/// front door is `orrery.test` itself.
@NullMarked
package dev.orrery.dns.core.discovery;

import org.jspecify.annotations.NullMarked;
