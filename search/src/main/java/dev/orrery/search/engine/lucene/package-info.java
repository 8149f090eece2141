/// A shard held by Lucene: one directory, one writer, one reader that is renewed.
///
/// ```
///   put ──► DocumentTranslation ──► IndexWriter ──commit──► segments on disk, offsets beside them
///                                        │ refresh
///   view ◄── LuceneView ◄── DirectoryReader
///              ├─ QueryTranslation        the query, as Lucene asks it
///              ├─ StatisticsSearcher      scores from the statistics it was given
///              └─ ScorerSimilarity        a Scorer of ours, as Lucene calls it
/// ```
///
/// What Lucene does here and is worth knowing: an index is a set of immutable **segments**, each
/// with a dictionary of terms (a finite-state transducer to blocks on disk), for each term its
/// **postings** (documents, frequencies, positions, in blocks of 128 with skip data), the stored
/// documents, and columns by document (**doc values**) for sorting and counting. A new document
/// goes to a segment in memory; a refresh writes it out without forcing it and opens it for
/// reading; a commit forces files and writes `segments_N`, which names all that are part of the
/// index, and whose user data holds our offsets: both change in the one rename. A replaced document
/// is marked as deleted and leaves when its segment is merged.
///
/// Reading order: `Analyzers`, `DocumentTranslation`, `ScorerSimilarity`, `QueryTranslation`,
/// `LuceneView`, [dev.orrery.search.engine.lucene.LuceneShard].
@NullMarked
package dev.orrery.search.engine.lucene;

import org.jspecify.annotations.NullMarked;
