/// The RPC kit over gRPC: servers and channels with deadlines, canonical errors with details,
/// caller identity and credentials, injected faults, and the name resolver of `orrery:///` targets.
@NullMarked
package dev.orrery.runtime.rpc;

import org.jspecify.annotations.NullMarked;
