/// The guided request flow: what a real client does, and the traces it leaves.
@NullMarked
package dev.orrery.system.tour;

import org.jspecify.annotations.NullMarked;
