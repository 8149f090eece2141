/// What there is to see, in virtual time: the ledger and the round robin themselves, with workers
/// that are only numbers.
@NullMarked
package dev.orrery.queue.lab.experiments;

import org.jspecify.annotations.NullMarked;
