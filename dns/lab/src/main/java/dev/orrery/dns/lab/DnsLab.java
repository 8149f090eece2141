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
                "Take the drawn target out before you draw the next.")),
        new Exercise(
            "dns-cache",
            "You can say what a resolver may answer from memory, and when it must ask again.",
            "Known are NXDOMAIN of a.test for 10 s and, one second later, an A of a.test for 2 s."
                + " What is known of its AAAA then, and three seconds after?",
            List.of(
                "nothing is given after its TTL, and the TTL told is what is left of it",
                "NXDOMAIN speaks for all types of its name, NODATA for one",
                "what was said with less trust never replaces what was said with more",
                "it never holds more entries than it was given room for"),
            "/dev/orrery/dns/lab/stubs/MyDnsCache.java.stub",
            "MyDnsCache",
            "dns.cache",
            Contract.ANY,
            List.of(
                "Keep the instant at which an entry ends, not its TTL; compare instants by their"
                    + " difference, since the clock may wrap.",
                "Keep all that is known of one name together: NXDOMAIN clears its types, and is"
                    + " cleared by whatever is said of one of them.",
                "Failures rank below glue, glue below what the zone said; an entry of lower rank is"
                    + " dropped while one of higher rank lives.")));
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
            StaleShare::run),
        new Experiment(
            "amplifier",
            "A stranger's zones refer to names in zones that do the same. How many packets does one"
                + " question cost, with one budget, with one for each look-up, with none?",
            Amplifier::run),
        new Experiment(
            "cache-hit-ratio",
            "Popularity follows Zipf's law. Which share of questions does the cache answer, by the"
                + " TTL?",
            CacheHitRatio::run));
  }
}
