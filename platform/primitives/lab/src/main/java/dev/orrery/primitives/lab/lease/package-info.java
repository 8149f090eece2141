/// `primitives.lease`: judges [dev.orrery.primitives.lease.Leases] against a map of the tokens that
/// are valid.
@NullMarked
package dev.orrery.primitives.lab.lease;

import org.jspecify.annotations.NullMarked;
