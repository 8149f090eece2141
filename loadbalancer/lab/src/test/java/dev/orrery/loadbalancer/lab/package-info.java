@NullMarked
package dev.orrery.loadbalancer.lab;

import org.jspecify.annotations.NullMarked;
