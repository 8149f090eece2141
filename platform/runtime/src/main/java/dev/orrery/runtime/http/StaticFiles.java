package dev.orrery.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Serves files from a directory or from the class path, with validators and ranges (RFC 9110 §13,
/// §14).
///
/// ```
/// .route("GET", "/assets/{path=**}", StaticFiles.resources(Web.class, "assets"))
/// ```
///
/// The file is named by the route's parameter `path`, or by the whole path when there is none; a
/// directory means its `index.html`. Not served, and not distinguished from what does not exist:
/// names that begin with a dot, `..` in any spelling, names with a slash, backslash or colon
/// inside, and whatever a symbolic link leads out of the directory.
public final class StaticFiles implements HttpHandler {

  /// A file that was found: what a response tells of it, and its bytes from `offset` on.
  private record Found(
      String name, long length, String entityTag, Instant modified, Content content) {}

  @FunctionalInterface
  private interface Content {
    BodyWriter range(long offset, long length);
  }

  @FunctionalInterface
  private interface Finder {
    Optional<Found> find(List<String> segments) throws IOException;
  }

  private static final String INDEX = "index.html";
  private static final int READ_BYTES = 64 * 1024;
  private static final int READERS = 2;

  // Reading a file holds the carrier of a virtual thread; two such reads would stop two cores.
  private static final ExecutorService FILE_READERS =
      Executors.newFixedThreadPool(
          READERS, Thread.ofPlatform().daemon().name("static-files-", 0).factory());

  private final Finder finder;
  private final String cacheControl;

  private StaticFiles(Finder finder, String cacheControl) {
    this.finder = finder;
    this.cacheControl = cacheControl;
  }

  /// The files below a directory.
  ///
  /// @throws IOException when it does not exist
  public static StaticFiles directory(Path root) throws IOException {
    Path real = root.toRealPath();
    return new StaticFiles(segments -> onFileReader(() -> inDirectory(real, segments)), "no-cache");
  }

  /// The class-path resources below a folder, seen from a class: `resources(Web.class, "assets")`
  /// is the folder `assets` beside that class, `"/assets"` the one at the root of its class path.
  /// Each is kept in memory once it was asked for.
  public static StaticFiles resources(Class<?> anchor, String folder) {
    Map<String, Found> known = new ConcurrentHashMap<>();
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    return new StaticFiles(
        segments -> resource(anchor, prefix + String.join("/", segments), known), "no-cache");
  }

  /// The same files with another `Cache-Control`; the default `no-cache` lets a client keep them
  /// but ask each time.
  public StaticFiles cacheControl(String value) {
    return new StaticFiles(finder, value);
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return HttpResponse.problem(Problem.of(405, "files are served with GET, HEAD"))
          .header("Allow", "GET, HEAD");
    }
    String parameter = request.pathParameters().get("path");
    String path = parameter == null ? request.path().substring(1) : parameter;
    List<String> segments =
        List.of((path.isEmpty() || path.endsWith("/") ? path + INDEX : path).split("/", -1));
    if (!segments.stream().allMatch(StaticFiles::isServed)) {
      return missing();
    }
    Optional<Found> found = finder.find(segments);
    return found.isPresent() ? answer(request, found.get()) : missing();
  }

  private static boolean isServed(String segment) {
    return !segment.isEmpty()
        && segment.charAt(0) != '.'
        && segment
            .chars()
            .noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ' || c == 0x7f);
  }

  private static HttpResponse missing() {
    return HttpResponse.problem(Problem.of(404, "there is no such file"));
  }

  private HttpResponse answer(HttpRequest request, Found file) {
    if (isUnchanged(request, file)) {
      return described(304, file);
    }
    Optional<String> header = request.header("range").filter(range -> mayBeRange(request, file));
    Optional<ByteRange> range = header.flatMap(value -> ByteRange.parse(value, file.length));
    if (range.isEmpty()) {
      return described(200, file).stream(
              MediaTypes.of(file.name), file.length, file.content.range(0, file.length))
          .header("Accept-Ranges", "bytes");
    }
    ByteRange part = range.get();
    if (!part.isSatisfiable()) {
      return HttpResponse.problem(Problem.of(416, "the file has " + file.length + " bytes"))
          .header("Content-Range", "bytes */" + file.length);
    }
    return described(206, file).stream(
            MediaTypes.of(file.name),
            part.length(),
            file.content.range(part.first(), part.length()))
        .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.length);
  }

  private HttpResponse described(int status, Found file) {
    return HttpResponse.of(status)
        .header("ETag", file.entityTag)
        .header("Last-Modified", HttpDate.format(file.modified))
        .header("Cache-Control", cacheControl)
        .header("X-Content-Type-Options", "nosniff");
  }

  /// If-None-Match decides alone when it is there; dates have a resolution of a second (RFC 9110
  /// §13.2.2).
  private static boolean isUnchanged(HttpRequest request, Found file) {
    List<String> tags = request.headers().all("if-none-match");
    if (!tags.isEmpty()) {
      return tags.stream()
          .flatMap(list -> List.of(list.split(",", -1)).stream())
          .map(String::strip)
          .anyMatch(tag ->
              tag.equals("*") || tag.equals(file.entityTag) || tag.equals("W/" + file.entityTag));
    }
    return request
        .header("if-modified-since")
        .flatMap(HttpDate::parse)
        .filter(since -> file.modified.getEpochSecond() <= since.getEpochSecond())
        .isPresent();
  }

  /// Whether a range holds for this state of the file (If-Range, RFC 9110 §13.1.5).
  private static boolean mayBeRange(HttpRequest request, Found file) {
    Optional<String> condition = request.header("if-range");
    return condition.isEmpty()
        || condition.get().equals(file.entityTag)
        || condition.get().equals(HttpDate.format(file.modified));
  }

  // ---- a directory

  private static Optional<Found> inDirectory(Path root, List<String> segments) throws IOException {
    Path file;
    try {
      file = root.resolve(String.join("/", segments)).toRealPath();
    } catch (IOException absent) {
      return Optional.empty();
    }
    // The real path: what a link led to is judged, not the name of the link.
    if (!file.startsWith(root)) {
      return Optional.empty();
    }
    for (Path segment : root.relativize(file)) {
      if (segment.toString().startsWith(".")) {
        return Optional.empty();
      }
    }
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile() || !Files.isReadable(file)) {
      return Optional.empty();
    }
    Instant modified = attributes.lastModifiedTime().toInstant();
    String tag =
        '"'
            + Long.toHexString(attributes.size())
            + '-'
            + Long.toHexString(modified.getEpochSecond())
            + Long.toHexString(modified.getNano())
            + '"';
    String name = String.valueOf(file.getFileName());
    return Optional.of(
        new Found(
            name,
            attributes.size(),
            tag,
            modified,
            (offset, length) -> out -> copy(file, offset, length, out)));
  }

  private static void copy(Path file, long offset, long length, java.io.OutputStream out)
      throws IOException {
    try (FileChannel channel = onFileReader(() -> FileChannel.open(file))) {
      byte[] step = new byte[(int) Math.min(READ_BYTES, Math.max(1, length))];
      long done = 0;
      while (done < length) {
        long at = offset + done;
        int wanted = (int) Math.min(step.length, length - done);
        int count = onFileReader(() -> channel.read(ByteBuffer.wrap(step, 0, wanted), at));
        if (count < 0) {
          throw new IOException("the file was cut short while it was sent");
        }
        out.write(step, 0, count);
        done += count;
      }
    }
  }

  private static <T> T onFileReader(java.util.concurrent.Callable<T> read) throws IOException {
    Future<T> result = FILE_READERS.submit(read);
    try {
      return result.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException cause
          ? cause
          : new IOException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading a file", interrupted);
    }
  }

  // ---- the class path

  private static Optional<Found> resource(Class<?> anchor, String name, Map<String, Found> known)
      throws IOException {
    Found before = known.get(name);
    if (before != null) {
      return Optional.of(before);
    }
    URL url = anchor.getResource(name);
    if (url == null || url.getPath().endsWith("/") || isFolder(url)) {
      return Optional.empty();
    }
    URLConnection connection = url.openConnection();
    // Else the connection pins the archive open.
    connection.setUseCaches(false);
    byte[] bytes;
    try (InputStream in = connection.getInputStream()) {
      bytes = in.readAllBytes();
    }
    Instant modified = Instant.ofEpochMilli(Math.max(0, connection.getLastModified()));
    String file = name.substring(name.lastIndexOf('/') + 1);
    Found found =
        new Found(
            file,
            bytes.length,
            '"' + digest(bytes) + '"',
            modified,
            (offset, length) -> out -> out.write(bytes, (int) offset, (int) length));
    // Only what exists is kept, so a client cannot make this grow.
    known.put(name, found);
    return Optional.of(found);
  }

  /// A folder of an unpacked class path opens as a listing of its names, which is nobody's
  /// business.
  private static boolean isFolder(URL url) {
    return url.getProtocol().equals("file")
        && Files.isDirectory(Path.of(java.net.URI.create(url.toString())));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }
}
