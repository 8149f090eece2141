/// The lab of the search engine: the contracts of the whole component, its scorer and its merge,
/// with their wrong twins; an exercise; experiments; and a way to measure rankings on test
/// collections.
@NullMarked
package dev.orrery.search.lab;

import org.jspecify.annotations.NullMarked;
