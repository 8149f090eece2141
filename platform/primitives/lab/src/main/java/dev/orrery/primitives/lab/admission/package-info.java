/// `primitives.admission`: judges an [dev.orrery.primitives.admission.Admission] by contests whose
/// outcome leaves no doubt.
@NullMarked
package dev.orrery.primitives.lab.admission;

import org.jspecify.annotations.NullMarked;
