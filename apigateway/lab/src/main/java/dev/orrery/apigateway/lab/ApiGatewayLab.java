package dev.orrery.apigateway.lab;

import dev.orrery.apigateway.lab.experiments.RouteSearch;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest of the gateway's lab.
public final class ApiGatewayLab implements Lab {
  @Override
  public String component() {
    return "apigateway";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "route-matcher",
            "Afterwards you can write a search over routes that overlap, and say which of two that fit"
                + " is meant.",
            "The routes are GET /users/{id}/posts and GET /users/me. Who serves /users/me/posts? The"
                + " stub takes the first route that fits: which of the laws does it keep?",
            List.of(
                "of the routes that fit, the one with a verb wins; then the leftmost difference decides:"
                    + " a literal before one segment before the rest",
                "the order in which routes are listed changes nothing",
                "a path that only other methods serve is not an unknown path"),
            "/dev/orrery/apigateway/lab/stubs/MyRouteMatcher.java.stub",
            "desk.MyRouteMatcher",
            "apigateway.route-matcher",
            Contract.ANY,
            List.of(
                "PathPattern.fits and PathPattern.values do the work for one route. What is missing is"
                    + " the order in which routes are tried.",
                "Sort once, in the constructor, by verb and then segment by segment by Segment.rank."
                    + " The outcome names places in the list as it was given, so sort the places.",
                "Go on when a route fits but has another method: note the method, and say WrongMethod"
                    + " only when none was found. Two routes of one method whose segments and verb are"
                    + " equal are refused, whatever their variables are called.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(RouteSearch.experiment());
  }
}
