package dev.orrery.runtime.http;

/// Thrown by a handler or filter to answer with a [Problem]. It carries no stack trace: it is an
/// answer, not a defect.
public final class HttpProblemException extends RuntimeException {

  private final transient Problem problem;

  /// An exception that answers with `problem`.
  public HttpProblemException(Problem problem) {
    super(problem.status() + " " + problem.title() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /// An exception that answers with the status and this explanation.
  public HttpProblemException(int status, String detail) {
    this(Problem.of(status, detail));
  }

  /// The document to answer with.
  public Problem problem() {
    return problem;
  }
}
