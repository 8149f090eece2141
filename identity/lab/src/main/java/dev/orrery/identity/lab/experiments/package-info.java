/// What a hash costs, and how long a stolen token serves.
@NullMarked
package dev.orrery.identity.lab.experiments;

import org.jspecify.annotations.NullMarked;
