/// What is asked: a small tree of clauses, the same whether it came by gRPC or as JSON.
@NullMarked
package dev.orrery.search.core.query;

import org.jspecify.annotations.NullMarked;
