package dev.orrery.search.core.index;

import dev.orrery.search.core.document.Document;
import java.util.List;
import java.util.Map;

/// A document found, as far as it was asked for.
///
/// @param document without fields when only the id was wanted
/// @param highlights passages by field, as HTML
public record Found(Document document, Map<String, List<String>> highlights) {}
