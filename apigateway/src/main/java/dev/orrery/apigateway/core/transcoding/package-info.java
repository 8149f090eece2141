/// REST to gRPC and back, from descriptors alone: what the client sent becomes a message of the
/// method's request type, and the bytes of the answer become JSON without a message in between.
///
/// ```
///   JSON body ─┐
///   path       ├─► RequestReader ──► protobuf bytes ──► backend
///   query     ─┘                                            │
///   JSON body ◄──── ResponseWriter ◄── protobuf bytes ◄─────┘
/// ```
@NullMarked
package dev.orrery.apigateway.core.transcoding;

import org.jspecify.annotations.NullMarked;
