package dev.orrery.runtime.http;

import java.util.Locale;

/// Media types by file name extension.
public final class MediaTypes {

  private MediaTypes() {}

  /// The media type of a file of this name; `application/octet-stream` when the extension is not
  /// known.
  public static String of(String fileName) {
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "html", "htm" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "txt", "log" -> "text/plain; charset=utf-8";
      case "md" -> "text/markdown; charset=utf-8";
      case "csv" -> "text/csv; charset=utf-8";
      case "json", "map" -> "application/json";
      case "webmanifest" -> "application/manifest+json";
      case "xml" -> "application/xml";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "gif" -> "image/gif";
      case "webp" -> "image/webp";
      case "avif" -> "image/avif";
      case "ico" -> "image/x-icon";
      case "woff" -> "font/woff";
      case "woff2" -> "font/woff2";
      case "mp3" -> "audio/mpeg";
      case "mp4" -> "video/mp4";
      case "webm" -> "video/webm";
      case "pdf" -> "application/pdf";
      case "zip" -> "application/zip";
      case "gz" -> "application/gzip";
      case "wasm" -> "application/wasm";
      default -> "application/octet-stream";
    };
  }
}
