@NullMarked
package dev.orrery.apigateway.lab;

import org.jspecify.annotations.NullMarked;
