package dev.orrery.system.model;

import dev.orrery.runtime.config.Configuration;
import java.nio.file.Path;

/// What a model is started with.
///
/// @param data the data directory
/// @param portBase see [Profile]; 0 means any free ports
public record ModelOptions(Profile profile, Path data, int portBase, Configuration configuration) {}
