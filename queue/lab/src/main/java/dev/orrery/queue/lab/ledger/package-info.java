/// The contract of a [dev.orrery.queue.core.delivery.DeliveryLedger] and its wrong twins.
@NullMarked
package dev.orrery.queue.lab.ledger;

import org.jspecify.annotations.NullMarked;
