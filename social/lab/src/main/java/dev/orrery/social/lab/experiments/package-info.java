/// What there is to see.
@NullMarked
package dev.orrery.social.lab.experiments;

import org.jspecify.annotations.NullMarked;
