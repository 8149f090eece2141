/// How long a message whose delivery failed waits before it comes again.
///
/// Coming back at once is right when the worker died and the message is innocent, and wrong when
/// what the message needs is down: then every retry is one more request to a service that cannot
/// answer, and a thousand messages that failed together come back together. So the wait grows with
/// the failures, and is spread by chance, and the chance is drawn from a hash of seed, message and
/// failure: the same question has the same answer, in a test, in a second process and after a
/// restart.
///
/// Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015, compares the ways to
/// spread; here it is "equal jitter", which keeps half of the wait certain.
@NullMarked
package dev.orrery.queue.core.retry;

import org.jspecify.annotations.NullMarked;
