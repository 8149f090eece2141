/// The three ports through which a core reaches the world: [Disk], [Network] and [Time].
///
/// A core is plain Java over plain data. It never opens a file, sends a packet or asks a clock; it
/// is handed one of these ports, or is told the time as an argument (`step(input, now)`), and so it
/// can run in three places without noticing:
///
/// ```
///   production   runtime.ports.FileDisk        sockets                    System.nanoTime
///   simulation   testkit.disk.CrashDisk        testkit.simulation.…       testkit virtual time
///   a test       a map of byte arrays          a list of messages         a number
/// ```
///
/// The simulated disk forgets, tears and reorders whatever was not forced. Durability is then a
/// property that a test can refute, and not a hope: `kill -9` alone proves nothing, since the
/// kernel keeps the page cache of a dead process.
@NullMarked
package dev.orrery.primitives.ports;

import org.jspecify.annotations.NullMarked;
