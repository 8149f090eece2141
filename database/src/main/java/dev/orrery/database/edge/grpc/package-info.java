/// `orrery.database.v1` on the wire: requests checked and turned into calls on the core, results
/// and refusals turned back. What it needs of the threads behind it are two small ports,
/// [dev.orrery.database.edge.grpc.CommitQueue] and [dev.orrery.database.edge.grpc.Reads].
@NullMarked
package dev.orrery.database.edge.grpc;

import org.jspecify.annotations.NullMarked;
