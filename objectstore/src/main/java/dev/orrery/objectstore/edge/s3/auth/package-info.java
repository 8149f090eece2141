/// Who asks, and whether what came is what was sent: Signature Version 4 and the checksums of the
/// body.
///
/// ```
///   secret ─HMAC date─HMAC region─HMAC service─HMAC "aws4_request"──▶ signing key
///   method, path, query, headers, hash of the body ─▶ canonical request ─▶ string to sign
///                                                                             │ HMAC
///   Authorization: … Signature=…  or  ?X-Amz-Signature=…   ══ compared ══ signature
/// ```
///
/// The body is checked while it streams past, and refused before anything becomes visible:
///
/// | `x-amz-content-sha256` | the body |
/// |---|---|
/// | 64 hexadecimal digits | must have this SHA-256 |
/// | `UNSIGNED-PAYLOAD` | is taken as it comes |
/// | `STREAMING-AWS4-HMAC-SHA256-PAYLOAD` | in chunks, each signed with the one before |
/// | `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER` | the same, and signed trailers behind it |
/// | `STREAMING-UNSIGNED-PAYLOAD-TRAILER` | in chunks, and trailers |
///
/// Reading order: `SignatureV4`, `SignedRequest`, `Authenticator`, `AwsChunkedStream`, `Payload`,
/// `Presigner`.
@NullMarked
package dev.orrery.objectstore.edge.s3.auth;

import org.jspecify.annotations.NullMarked;
