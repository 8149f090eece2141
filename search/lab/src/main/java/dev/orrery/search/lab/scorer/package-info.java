/// The swap point `search.scorer`: contract and wrong twins.
@NullMarked
package dev.orrery.search.lab.scorer;

import org.jspecify.annotations.NullMarked;
