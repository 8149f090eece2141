/// How good a ranking is: test collections, and the measures of TREC.
@NullMarked
package dev.orrery.search.lab.relevance;

import org.jspecify.annotations.NullMarked;
