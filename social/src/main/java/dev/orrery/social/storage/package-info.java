/// The social network's own tables in the database: keys, scans, commits.
@NullMarked
package dev.orrery.social.storage;

import org.jspecify.annotations.NullMarked;
