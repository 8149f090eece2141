package dev.orrery.primitives.lab.admission;

import dev.orrery.primitives.admission.Admission;
import dev.orrery.primitives.admission.TinyLfu;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `primitives.admission`.
public final class AdmissionSwapPoint implements SwapPoint<AdmissionFactory> {
  @Override
  public String name() {
    return "primitives.admission";
  }

  @Override
  public String summary() {
    return "Whether a newcomer is worth the place of the one that would have to leave.";
  }

  @Override
  public Class<?> type() {
    return Admission.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (int expectedKeys)";
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public AdmissionFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<Admission> brought =
        Implementation.of(implementation, Admission.class, int.class);
    return expectedKeys -> (Admission<String>) brought.create(expectedKeys);
  }

  @Override
  public Contract<AdmissionFactory> contract() {
    return AdmissionContract.any();
  }

  @Override
  public Map<String, Contract<AdmissionFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, AdmissionFactory> builtIns() {
    return Map.of("tinylfu", TinyLfu::new);
  }

  @Override
  public List<WrongTwin<AdmissionFactory>> wrongTwins() {
    return AdmissionTwins.all();
  }
}
