/// What every social service does alike: serving, watching its neighbours, telling who acts.
@NullMarked
package dev.orrery.social.service;

import org.jspecify.annotations.NullMarked;
