/// What a component is and what it is handed. A component starts without its neighbours and says
/// what it misses.
@NullMarked
package dev.orrery.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
