/// The contract of `apigateway.transcoder`, held against the JSON printer of the protobuf library.
@NullMarked
package dev.orrery.apigateway.lab.transcoding;

import org.jspecify.annotations.NullMarked;
