package dev.orrery.loadbalancer.lab;

import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest of the load balancer's lab.
public final class LoadBalancerLab implements Lab {
  @Override
  public String component() {
    return "loadbalancer";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "least-connections",
            "Afterwards you can write a policy that follows the speed of backends without measuring"
                + " it, and say what it needs to be told for that.",
            "Three idle backends, one request after the other: which of them get any when ties go"
                + " to the first?",
            List.of(
                "an ill backend is never chosen",
                "no healthy backend has fewer requests in flight than the chosen one",
                "when all are idle, all are used"),
            "/dev/orrery/loadbalancer/lab/stubs/MyLeastConnections.java.stub",
            "desk.MyLeastConnections",
            "loadbalancer.policy",
            "least-connections",
            List.of(
                "The list only says who is healthy: what is in flight you must count yourself, in"
                    + " onStart and onEnd.",
                "A backend may leave the list while requests to it are in flight; count by name,"
                    + " not by index.",
                "Search from behind the backend taken last, so that equals take turns.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        new Experiment(
            "tail-latency",
            "One of four backends is four times as slow. How much slower is the slowest hundredth of"
                + " requests under round robin than under least connections, and how near does"
                + " drawing just two backends come?",
            TailLatency::run),
        new Experiment(
            "moved-clients",
            "One of n backends falls ill. Which share of the clients comes to another backend than"
                + " before, if the hash is taken modulo n, and if each backend draws for each client?",
            MovedClients::run));
  }
}
