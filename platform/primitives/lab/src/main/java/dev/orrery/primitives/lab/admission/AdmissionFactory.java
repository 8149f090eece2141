package dev.orrery.primitives.lab.admission;

import dev.orrery.primitives.admission.Admission;

/// Makes the admissions that are judged: a fresh one for each case.
@FunctionalInterface
public interface AdmissionFactory {
  Admission<String> create(int expectedKeys);
}
