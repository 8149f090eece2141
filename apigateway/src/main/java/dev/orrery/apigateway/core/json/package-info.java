/// JSON as RFC 8259 has it, strictly: bytes to a tree for what clients send, a buffer of bytes for what
/// they get.
@NullMarked
package dev.orrery.apigateway.core.json;

import org.jspecify.annotations.NullMarked;
