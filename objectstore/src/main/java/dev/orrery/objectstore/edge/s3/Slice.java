package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import java.util.Optional;

/// Which bytes of an object an answer carries.
///
/// @param contentRange the header; empty when it is the whole object
/// @param parts how many parts the object has, when one was asked for; else 0
record Slice(long first, long length, Optional<String> contentRange, int parts) {
  boolean isWhole() {
    return contentRange.isEmpty();
  }

  /// What the Range header or the parameter `partNumber` asks for.
  static Slice of(S3Request request, ObjectRecord object) {
    if (request.asks("partNumber")) {
      if (request.header("range").isPresent()) {
        throw S3Error.INVALID_REQUEST.saying(
            "Cannot specify both Range header and partNumber query parameter");
      }
      return part(request.number("partNumber", 1, Integer.MAX_VALUE), object);
    }
    long size = object.size();
    return request
        .header("range")
        .flatMap(header -> RangeHeader.parse(header, size))
        .map(range -> ranged(range, size, 0))
        .orElseGet(() -> new Slice(0, size, Optional.empty(), 0));
  }

  private static Slice ranged(RangeHeader range, long size, int parts) {
    return new Slice(range.first(), range.length(), Optional.of(range.contentRange(size)), parts);
  }

  private static Slice part(int number, ObjectRecord object) {
    if (object.parts().isEmpty() && number == 1) {
      return new Slice(0, object.size(), Optional.empty(), 0);
    }
    long first = 0;
    for (ObjectRecord.Part part : object.parts()) {
      if (part.number() == number) {
        return ranged(new RangeHeader(first, part.size()), object.size(), object.parts().size());
      }
      first += part.size();
    }
    throw S3Error.INVALID_PART.saying("The requested partnumber is not satisfiable");
  }
}
