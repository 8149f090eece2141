/// How well a document answers: from the statistics of terms and documents to a score.
@NullMarked
package dev.orrery.search.core.scoring;

import org.jspecify.annotations.NullMarked;
