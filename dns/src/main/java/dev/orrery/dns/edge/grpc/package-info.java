/// The registry's contract over gRPC: [dev.orrery.dns.edge.grpc.RegistryService] translates,
/// [dev.orrery.dns.edge.grpc.RegistryDriver] gives the lease table its clock and its one caller at
/// a time, [dev.orrery.dns.edge.grpc.Watcher] keeps a slow client from holding more than one list.
@NullMarked
package dev.orrery.dns.edge.grpc;

import org.jspecify.annotations.NullMarked;
