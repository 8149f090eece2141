/// The User service: profiles and who follows whom.
@NullMarked
package dev.orrery.social.users;

import org.jspecify.annotations.NullMarked;
