@NullMarked
package dev.orrery.dns.lab;

import org.jspecify.annotations.NullMarked;
