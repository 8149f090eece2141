/// HTTP/1 messages as a proxy must read and rewrite them: framing beyond doubt, fields that belong
/// to one connection taken out, fields that tell of the client put in.
@NullMarked
package dev.orrery.loadbalancer.core.message;

import org.jspecify.annotations.NullMarked;
