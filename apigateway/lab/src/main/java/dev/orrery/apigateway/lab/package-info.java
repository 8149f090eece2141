/// The lab of the API gateway: what a route matcher, a token verifier and a transcoder must keep,
/// wrong ones that must be rejected, an exercise, and an experiment on the cost of a search. The
/// rate limiter, the fourth swap point of the gateway, has its contract in the lab of the
/// primitives.
///
/// Reading order: `routing`, whose contract is the plainest, `token`, `transcoding`.
@NullMarked
package dev.orrery.apigateway.lab;

import org.jspecify.annotations.NullMarked;
