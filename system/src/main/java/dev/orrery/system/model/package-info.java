/// Which components there are, which instances a model has, and their lives.
@NullMarked
package dev.orrery.system.model;

import org.jspecify.annotations.NullMarked;
