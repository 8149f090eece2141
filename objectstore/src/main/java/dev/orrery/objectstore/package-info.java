@NullMarked
package dev.orrery.objectstore;

import org.jspecify.annotations.NullMarked;
