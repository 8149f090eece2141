/// The lab of the social network: how a timeline is merged, and where a post goes.
@NullMarked
package dev.orrery.social.lab;

import org.jspecify.annotations.NullMarked;
