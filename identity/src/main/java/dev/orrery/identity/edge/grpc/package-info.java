/// The identity contract.
@NullMarked
package dev.orrery.identity.edge.grpc;

import org.jspecify.annotations.NullMarked;
