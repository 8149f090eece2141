/// The contract of `apigateway.token-verifier`: a catalogue of tokens, each signed and each with
/// what is wrong with it, and verifiers that leave out a check.
@NullMarked
package dev.orrery.apigateway.lab.token;

import org.jspecify.annotations.NullMarked;
