package dev.orrery.search.core.scoring;

/// A term of a field over all documents.
///
/// @param documents that hold it
/// @param occurrences of it in all of them together
public record TermStatistics(long documents, long occurrences) {
  public TermStatistics plus(TermStatistics other) {
    return new TermStatistics(documents + other.documents, occurrences + other.occurrences);
  }
}
