package dev.orrery.search.lab.relevance;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Documents, questions, and which of the documents people found to answer which question.
///
/// @param documents text by id
/// @param queries text by id
/// @param judgments grade by document, by query
public record TestCollection(
    SequencedMap<String, String> documents,
    SequencedMap<String, String> queries,
    Map<String, Map<String, Integer>> judgments) {

  /// Reads a folder: `docs.jsonl` (or `docs.jsonl.xz`, which wants the program `xz`) with one
  /// object of `id`, `title` and `text` a line; `queries.tsv`; `qrels.txt` as TREC has it.
  public static TestCollection read(Path folder) throws IOException {
    SequencedMap<String, String> queries = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("queries.tsv"))) {
      String[] columns = line.split("\t", 2);
      queries.put(columns[0], columns[1]);
    }
    Map<String, Map<String, Integer>> judgments = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("qrels.txt"))) {
      String[] columns = line.strip().split("\\s+");
      judgments
          .computeIfAbsent(columns[0], _ -> new TreeMap<>())
          .put(columns[2], Integer.parseInt(columns[3]));
    }
    return new TestCollection(documents(folder), queries, judgments);
  }

  private static SequencedMap<String, String> documents(Path folder) throws IOException {
    Path plain = folder.resolve("docs.jsonl");
    if (Files.exists(plain)) {
      try (BufferedReader lines = Files.newBufferedReader(plain)) {
        return documents(lines);
      }
    }
    Process xz =
        new ProcessBuilder("xz", "-dc", folder.resolve("docs.jsonl.xz").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = xz.inputReader(StandardCharsets.UTF_8)) {
      return documents(lines);
    } finally {
      xz.destroy();
    }
  }

  private static SequencedMap<String, String> documents(BufferedReader lines) {
    SequencedMap<String, String> documents = new LinkedHashMap<>();
    lines
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .forEach((JsonObject one) ->
            documents.put(
                one.get("id").getAsString(),
                (one.get("title").getAsString() + " " + one.get("text").getAsString()).strip()));
    return documents;
  }
}
