/// The contract of a [dev.orrery.identity.core.refresh.RefreshRotation] and its wrong twins.
@NullMarked
package dev.orrery.identity.lab.refresh;

import org.jspecify.annotations.NullMarked;
