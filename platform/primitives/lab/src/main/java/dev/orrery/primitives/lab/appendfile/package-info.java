/// `primitives.appendfile`: judges a [dev.orrery.primitives.appendfile.RecordFile] on a disk that
/// is cut, torn and flipped between two openings.
@NullMarked
package dev.orrery.primitives.lab.appendfile;

import org.jspecify.annotations.NullMarked;
