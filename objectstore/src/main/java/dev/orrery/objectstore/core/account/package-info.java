/// Who may call: an access key, the secret that goes with it, and whose buckets they open.
@NullMarked
package dev.orrery.objectstore.core.account;

import org.jspecify.annotations.NullMarked;
