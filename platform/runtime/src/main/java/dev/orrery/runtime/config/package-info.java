/// Configuration: TOML bound to records. An unknown key, a wrong type or an impossible value is
/// refused at start with file, line, key path, what was wrong and what is allowed. Defaults serve;
/// no file is needed.
@NullMarked
package dev.orrery.runtime.config;

import org.jspecify.annotations.NullMarked;
