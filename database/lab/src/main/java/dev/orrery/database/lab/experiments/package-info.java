/// Things to see: they run, and write numbers (CSV) and a picture (SVG).
@NullMarked
package dev.orrery.database.lab.experiments;

import org.jspecify.annotations.NullMarked;
