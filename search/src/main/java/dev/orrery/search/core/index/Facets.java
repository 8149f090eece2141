package dev.orrery.search.core.index;

import java.util.List;

/// @param buckets the largest, by documents descending, then by value
/// @param distinct of all values
/// @param counted sum over all values, the small ones too
/// @param total of the documents found
public record Facets(List<Bucket> buckets, long distinct, long counted, long total) {
  public record Bucket(String value, long documents) {}
}
