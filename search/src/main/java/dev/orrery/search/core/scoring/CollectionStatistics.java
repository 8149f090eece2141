package dev.orrery.search.core.scoring;

/// A field over all documents.
///
/// @param documents that have the field, at least 1
/// @param terms of the field in all of them together, repeated ones counted each time
public record CollectionStatistics(long documents, long terms) {
  public double averageLength() {
    return (double) terms / documents;
  }

  public CollectionStatistics plus(CollectionStatistics other) {
    return new CollectionStatistics(documents + other.documents, terms + other.terms);
  }
}
