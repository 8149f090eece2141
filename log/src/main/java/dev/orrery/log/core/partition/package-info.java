/// One partition as producers and consumers meet it.
///
/// ```
///   log start offset        high watermark      next offset
///        |                        |                  |
///        |  forced: readable      |  appended only   |
///        +------------------------+------------------+
///          consumers see this       they never see this
/// ```
///
/// The high watermark is the forced offset: there is one replica, so what survives its crash is
/// what is safe to show. A consumer that read above it could act on a record that a crash then
/// takes back.
@NullMarked
package dev.orrery.log.core.partition;

import org.jspecify.annotations.NullMarked;
