/// The web tier: pages for browsers, on top of the services.
@NullMarked
package dev.orrery.social.web;

import org.jspecify.annotations.NullMarked;
