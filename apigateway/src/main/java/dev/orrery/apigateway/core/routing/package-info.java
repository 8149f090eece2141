/// Which method of the API a request is for: path templates of `google.api.http`, and the search for
/// the most specific one that fits.
///
/// Invariants, which the contract `apigateway.route-matcher` checks: a template with a verb goes
/// before one without; then the leftmost difference decides, a literal before `*` before `**`; a path
/// that only other methods serve is told apart from one that nobody serves.
@NullMarked
package dev.orrery.apigateway.core.routing;

import org.jspecify.annotations.NullMarked;
