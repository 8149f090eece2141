/// The contract of an [dev.orrery.log.core.group.Assignor] and its wrong twins.
@NullMarked
package dev.orrery.log.lab.assignor;

import org.jspecify.annotations.NullMarked;
