/// The contract `orrery.log.v1` at the edge: requests are checked and turned into calls on the
/// broker, results and refusals into messages and canonical status codes. Nothing is decided here.
@NullMarked
package dev.orrery.log.edge.grpc;

import org.jspecify.annotations.NullMarked;
