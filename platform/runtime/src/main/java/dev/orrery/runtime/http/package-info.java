/// The HTTP kit: HTTP/1.1, cleartext HTTP/2 and WebSocket for handlers that are plain blocking
/// code.
@NullMarked
package dev.orrery.runtime.http;

import org.jspecify.annotations.NullMarked;
