/// What a zone holds and how a question about it is answered (RFC 1034 §4.3.2, RFC 4592, RFC 2308).
///
/// A zone is a tree of names. Some hold records, some only exist because something lies below them
/// (**empty non-terminals**), and where a name other than the apex holds NS the tree is cut: what
/// lies below belongs to another server.
///
/// ```
///   orrery.test.           SOA NS A          the apex
///   ├── www                CNAME
///   ├── cache              A                 all instances of a service
///   │   ├── cache-1        A
///   │   └── _tcp           (nothing)         an empty non-terminal: NODATA, never NXDOMAIN
///   │       └── _grpc      SRV
///   ├── *.pages            CNAME             stands for names below `pages` that do not exist
///   └── child              NS        ✂       a delegation: referral with glue, AA clear
///       └── ns1            A                 glue, never an answer
/// ```
///
/// [dev.orrery.dns.core.zone.Zone] is immutable: a change makes a new one, which is swapped in
/// whole, so that an answer sees one serial. Every name that exists is a node of a hash table,
/// empty non-terminals included; the first ancestor of a name that is found there is therefore its
/// *closest encloser*, and everything the algorithm needs hangs on that node.
///
/// Invariants: exactly one SOA, at the apex, and NS there; a CNAME stands alone; all records of a
/// set have one TTL; NXDOMAIN is said only of names at and below which nothing exists.
///
/// Reading order: [dev.orrery.dns.core.zone.Zone], [dev.orrery.dns.core.zone.ZoneLookup],
/// [dev.orrery.dns.core.zone.ClosestEncloserLookup], [dev.orrery.dns.core.zone.MasterFile].
@NullMarked
package dev.orrery.dns.core.zone;

import org.jspecify.annotations.NullMarked;
