/// Commands: what every client can ask, whatever brought the bytes.
///
/// A command is a method of one shape, [dev.orrery.cache.core.command.Command]: it reads its
/// [dev.orrery.cache.core.command.Arguments], works on the keyspace through its
/// [dev.orrery.cache.core.command.CommandContext], and says its answer to a
/// [dev.orrery.cache.core.command.ReplyWriter]. A family of them is a class with a list of
/// [dev.orrery.cache.core.command.CommandSpec]s. Nothing here knows a socket.
///
/// Reading order: `Command`, `CommandContext`, `CommandProcessor`, `StringCommands`,
/// `TransactionCommands`, `BlockedClients`.
@NullMarked
package dev.orrery.cache.core.command;

import org.jspecify.annotations.NullMarked;
