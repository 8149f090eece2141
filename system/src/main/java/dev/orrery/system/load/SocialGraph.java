package dev.orrery.system.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// An undirected graph of people: a text file, one edge `a b` a line, empty lines and lines that
/// begin with `#` or `%` left out. Each edge is read as two follows.
///
/// @param people ascending
/// @param edges in the file's order
public record SocialGraph(SortedSet<Long> people, List<Edge> edges) {
  /// Of one file.
  public static final int MAXIMUM_EDGES = 5_000_000;

  private static final Pattern EDGE = Pattern.compile("\\s*(\\d{1,18})[\\s,]+(\\d{1,18})\\s*");

  /// Two people who follow each other.
  public record Edge(long left, long right) {}

  /// Reads and checks the whole file.
  ///
  /// @throws IOException naming file and line of the first line that is no edge, a self-loop, or
  ///   beyond the bound
  public static SocialGraph read(Path file) throws IOException {
    List<Edge> edges = new ArrayList<>();
    TreeSet<Long> people = new TreeSet<>();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank() || line.startsWith("#") || line.startsWith("%")) {
          continue;
        }
        Edge edge = parse(file, number, line);
        if (edges.size() == MAXIMUM_EDGES) {
          throw new IOException(file + ":" + number + ": more than " + MAXIMUM_EDGES + " edges");
        }
        edges.add(edge);
        people.add(edge.left());
        people.add(edge.right());
      }
    } catch (MalformedInputException notText) {
      throw new IOException(file + ":" + (number + 1) + ": not UTF-8 text", notText);
    }
    if (edges.isEmpty()) {
      throw new IOException(file + ": holds no edge");
    }
    return new SocialGraph(people, List.copyOf(edges));
  }

  private static Edge parse(Path file, int number, String line) throws IOException {
    var matcher = EDGE.matcher(line);
    if (!matcher.matches()) {
      String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
      throw new IOException(
          file + ":" + number + ": expected two numbers 'a b', found '" + shown + "'");
    }
    Edge edge = new Edge(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    if (edge.left() == edge.right()) {
      throw new IOException(file + ":" + number + ": " + edge.left() + " cannot follow itself");
    }
    return edge;
  }
}
