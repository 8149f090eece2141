package dev.orrery.dns.lab;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// What there is to do and to see in DNS.
public final class DnsLab implements Lab {
  @Override
  public String component() {
    return "dns";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "zone-lookup",
            "You can say what a name server answers, and why NXDOMAIN is not the same as no data.",
            "The zone holds a.b and *.b. What is answered for the address of b, of x.b, of x.a.b?",
            List.of(
                "a name with something below it exists",
                "a wildcard stands only for names directly below its closest encloser that do not exist",
                "a negative answer carries the SOA with the smaller of its TTL and MINIMUM",
                "a referral is not authoritative"),
            "/dev/orrery/dns/lab/stubs/MyZoneLookup.java.stub",
            "MyZoneLookup",
            "dns.zone-lookup",
            Contract.ANY,
            List.of(
                "Zone.closestEncloser gives the lowest existing name at or above the one asked for. Is"
                    + " it the name itself?",
                "If it is not, the only name that may answer is ZoneNode.wildcard of that encloser;"
                    + " its records are given under the name asked.",
                "Before anything else ask ZoneNode.cut: at or below a cut the answer is a referral with"
                    + " NS in the authority section and AA clear. After a CNAME begin again with its"
                    + " target, keeping the answers so far.")),
        new Exercise(
            "weighted-routing",
            "You can spread clients over instances of different size by nothing but order.",
            "Weights 8:1:1. How often is the second target first, how often second?",
            List.of("an answer holds every target once", "chance comes from the argument only"),
            "/dev/orrery/dns/lab/stubs/MyRouting.java.stub",
            "MyRouting",
            "dns.routing-policy",
            "weighted",
            List.of(
                "Draw a number below the sum of the weights and walk the targets until it is used up.",
                "Take the drawn target out before you draw the next.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        new Experiment(
            "lease-length",
            "An instance dies. How long is it still named, by lease length, and what does a shorter"
                + " lease cost in renewals?",
            LeaseLength::run),
        new Experiment(
            "stale-share",
            "Instances die and others come. Which share of what clients believe is wrong, by the TTL"
                + " of the answers?",
            StaleShare::run));
  }
}
