/// The wire format of DNS (RFC 1035 §4), written by hand because it is what this module teaches.
///
/// ```
///   0              12                                                        n
///   +---------------+----------+---------+-----------+------------------------+
///   | header        | question | answers | authority | additional (with OPT)  |
///   +---------------+----------+---------+-----------+------------------------+
///     id, flags,      name,      records: name type class ttl rdlength rdata
///     four counts     type, class
/// ```
///
/// A name is a run of labels, each led by its length, ended by the empty label. To save room a name
/// may end in a **pointer**: two octets with both high bits set, whose low 14 bits are the offset
/// of the rest. [dev.orrery.dns.core.message.WireReader] follows a pointer only to a smaller offset
/// than the one where the current run of labels began; offsets therefore strictly fall, and no
/// packet can make it loop.
///
/// Invariants: decoding never reads past the packet and never loops; whatever the encoder writes,
/// the decoder reads back equal; a packet that breaks the grammar ends in
/// [dev.orrery.dns.core.message.MalformedMessageException] and nothing else.
///
/// Reading order: [dev.orrery.dns.core.message.Name], [dev.orrery.dns.core.message.Rdata],
/// [dev.orrery.dns.core.message.Message], [dev.orrery.dns.core.message.WireReader],
/// [dev.orrery.dns.core.message.MessageDecoder], [dev.orrery.dns.core.message.WireWriter],
/// [dev.orrery.dns.core.message.MessageEncoder].
@NullMarked
package dev.orrery.dns.core.message;

import org.jspecify.annotations.NullMarked;
