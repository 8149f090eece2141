/// How commands reach a running model as anybody outside would: its DNS server first, then HTTP or
/// gRPC.
@NullMarked
package dev.orrery.system.client;

import org.jspecify.annotations.NullMarked;
