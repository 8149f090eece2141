/// The assembled model: what runs, in which order, on which ports, and the commands people type.
///
/// ```
///    ./orrery ──▶ cli            one class a command (picocli)
///                  │
///                  ▼
///                model           Catalog: which kinds of component there are
///                  │             Profile: which instances a model has
///                  │             Model: starts, stops, restarts them; each in its own context
///                  ▼
///                control         orrery.system.v1.Control: list, stop, start, slow, partition
/// ```
///
/// This is the only module that knows everybody. It wires nothing: components find each other by
/// name through DNS and the registry, exactly as they do when each runs in a process of its own
/// (`./orrery run cache`).
///
/// Reading order: [dev.orrery.system.model.Catalog], [dev.orrery.system.model.Model],
/// [dev.orrery.system.model.RunningInstance], `control`, then any command of `cli`.
@NullMarked
package dev.orrery.system;

import org.jspecify.annotations.NullMarked;
