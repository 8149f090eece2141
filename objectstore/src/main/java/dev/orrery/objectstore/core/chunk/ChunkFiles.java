package dev.orrery.objectstore.core.chunk;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// One file a chunk, in the directory of its volume; the package's page tells the format.
///
/// Thread-safe, as the disk is: no two calls share a file but readers.
public final class ChunkFiles implements ChunkStore {
  /// Payload bytes of every piece but the last.
  public static final int PIECE_BYTES = 64 << 10;

  private static final String ROOT = "volumes";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");
  private static final int RADIX = 16;

  private final Disk disk;
  private final int pieceBytes;

  public ChunkFiles(Disk disk) {
    this(disk, PIECE_BYTES);
  }

  /// @param pieceBytes must be the same for all that is on the disk
  public ChunkFiles(Disk disk, int pieceBytes) {
    this.disk = disk;
    this.pieceBytes = pieceBytes;
  }

  private static String directory(String volume) {
    return ROOT + "/" + volume;
  }

  private static String file(ChunkId id) {
    return ROOT + "/" + id;
  }

  @Override
  public ChunkWriter create(ChunkId id) throws IOException {
    if (disk.exists(file(id))) {
      throw new IOException("chunk " + id + " is there already");
    }
    return new Writer(id, disk.open(file(id)));
  }

  @Override
  public ChunkReader open(ChunkId id) throws IOException {
    if (!disk.exists(file(id))) {
      throw new DamagedChunkException(id, "the file is missing");
    }
    return new Reader(id, disk.open(file(id)));
  }

  @Override
  public void delete(Collection<ChunkId> ids) throws IOException {
    Set<String> touched = new HashSet<>();
    for (ChunkId id : ids) {
      if (disk.exists(file(id))) {
        disk.delete(file(id));
        touched.add(directory(id.volume()));
      }
    }
    for (String directory : touched) {
      disk.forceDirectory(directory);
    }
  }

  @Override
  public List<ChunkId> list(String volume) throws IOException {
    List<ChunkId> chunks = new ArrayList<>();
    for (String name : disk.list(directory(volume))) {
      if (NAME.matcher(name).matches()) {
        chunks.add(new ChunkId(volume, Long.parseUnsignedLong(name, RADIX)));
      }
    }
    return chunks;
  }

  private final class Writer implements ChunkWriter {
    private final ChunkId id;
    private final DiskFile file;
    private final ByteBuffer piece = ByteBuffer.allocate(PieceFrame.HEADER_BYTES + pieceBytes);
    private long index;
    private boolean sealed;

    Writer(ChunkId id, DiskFile file) {
      this.id = id;
      this.file = file;
      piece.position(PieceFrame.HEADER_BYTES);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        if (!piece.hasRemaining()) {
          writePiece();
        }
        int count = Math.min(piece.remaining(), bytes.remaining());
        piece.put(piece.position(), bytes, bytes.position(), count);
        piece.position(piece.position() + count);
        bytes.position(bytes.position() + count);
      }
    }

    private void writePiece() throws IOException {
      piece.flip();
      PieceFrame.complete(piece, id.number(), index++);
      file.append(piece);
      piece.clear().position(PieceFrame.HEADER_BYTES);
    }

    @Override
    public void seal() throws IOException {
      if (piece.position() > PieceFrame.HEADER_BYTES) {
        writePiece();
      }
      file.force();
      file.close();
      disk.forceDirectory(directory(id.volume()));
      sealed = true;
    }

    @Override
    public void abandon() {
      if (sealed) {
        return;
      }
      try {
        file.close();
        disk.delete(file(id));
      } catch (IOException stays) {
        // The sweep at the next start finds it.
      }
    }
  }

  private final class Reader implements ChunkReader {
    private final ChunkId id;
    private final DiskFile file;
    private final ByteBuffer piece = ByteBuffer.allocate(PieceFrame.HEADER_BYTES + pieceBytes);
    private long loaded = -1;

    Reader(ChunkId id, DiskFile file) {
      this.id = id;
      this.file = file;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      long index = offset / pieceBytes;
      if (index != loaded && !load(index)) {
        return -1;
      }
      int from = PieceFrame.HEADER_BYTES + (int) (offset % pieceBytes);
      int count = Math.min(piece.limit() - from, into.remaining());
      if (count <= 0) {
        return piece.limit() - from <= 0 ? -1 : 0;
      }
      into.put(piece.slice(from, count));
      return count;
    }

    /// False when the chunk ends before this piece.
    private boolean load(long index) throws IOException {
      loaded = -1;
      long position = index * (PieceFrame.HEADER_BYTES + (long) pieceBytes);
      piece.clear();
      while (piece.hasRemaining()) {
        if (file.read(position + piece.position(), piece) < 0) {
          break;
        }
      }
      piece.flip();
      if (!piece.hasRemaining()) {
        return false;
      }
      if (!PieceFrame.isIntact(piece, id.number(), index)) {
        throw new DamagedChunkException(id, "piece " + index + " does not have its checksum");
      }
      loaded = index;
      return true;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
