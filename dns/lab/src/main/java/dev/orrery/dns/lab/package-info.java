/// What can be swapped in DNS, the laws it must keep, and deliberately wrong implementations that
/// the laws reject; an exercise and two experiments.
@NullMarked
package dev.orrery.dns.lab;

import org.jspecify.annotations.NullMarked;
