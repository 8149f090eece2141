@NullMarked
package dev.orrery.runtime.http;

import org.jspecify.annotations.NullMarked;
