@NullMarked
package dev.orrery.loadbalancer;

import org.jspecify.annotations.NullMarked;
