/// S3 over HTTP: requests in, calls on the core, answers and errors in S3's XML.
///
/// A request goes through [dev.orrery.objectstore.edge.s3.S3Handler]: what it is about
/// (`S3Target`), who sends it ([dev.orrery.objectstore.edge.s3.auth]), which call it is, and then
/// into one of four classes: `BucketCalls`, `ListingCalls`, `ObjectCalls`, `UploadCalls`. A body is
/// never held: it streams from the connection through the checks of `Payload` into chunks.
///
/// Reading order: `S3Handler`, `S3Target`, `ObjectCalls`, then `auth`; the rest as it is met.
@NullMarked
package dev.orrery.objectstore.edge.s3;

import org.jspecify.annotations.NullMarked;
