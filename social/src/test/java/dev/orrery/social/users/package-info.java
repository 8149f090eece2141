@NullMarked
package dev.orrery.social.users;

import org.jspecify.annotations.NullMarked;
