/// The swap point `search.top-k`: contract and wrong twins.
@NullMarked
package dev.orrery.search.lab.topk;

import org.jspecify.annotations.NullMarked;
