/// What is indexed: documents of typed fields, and the schema they are checked against.
@NullMarked
package dev.orrery.search.core.document;

import org.jspecify.annotations.NullMarked;
