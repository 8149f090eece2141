/// A small part of the REST interface of Elasticsearch, with errors in its form.
@NullMarked
package dev.orrery.search.edge.http;

import org.jspecify.annotations.NullMarked;
