package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.Blob;
import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.catalog.PartRecord;
import dev.orrery.objectstore.core.catalog.UploadRecord;
import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.CrcCombination;
import dev.orrery.objectstore.core.checksum.RunningChecksum;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import dev.orrery.objectstore.core.objects.MultipartUploads.ListedPart;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts an object together from the parts of an upload: its chunks, its entity tag, its checksum.
record Assembly(UploadRecord upload, Map<Integer, PartRecord> parts, long minimumPartBytes) {
  /// @param listed as the client names them
  /// @param expected checksum of the whole, or empty
  /// @throws ObjectStoreException when the list does not fit the parts
  ObjectRecord object(List<ListedPart> listed, String expected, String uploadName, long nowMillis) {
    List<PartRecord> chosen = choose(listed);
    List<Blob.Chunk> chunks = new ArrayList<>();
    List<ObjectRecord.Part> described = new ArrayList<>();
    MessageDigest digests = ChecksumAlgorithm.digest("MD5");
    for (int i = 0; i < chosen.size(); i++) {
      PartRecord part = chosen.get(i);
      chunks.addAll(part.blob().chunks());
      described.add(
          new ObjectRecord.Part(listed.get(i).number(), part.blob().size(), part.checksum()));
      digests.update(HexFormat.of().parseHex(part.etag()));
    }
    Optional<StoredChecksum> checksum =
        upload.checksum().map(algorithm -> checksum(algorithm, chosen));
    checksum.ifPresent(computed -> compare(expected, computed.value()));
    return new ObjectRecord(
        new Blob(chunks),
        HexFormat.of().formatHex(digests.digest()) + "-" + chosen.size(),
        nowMillis,
        upload.headers(),
        checksum,
        described,
        uploadName);
  }

  private List<PartRecord> choose(List<ListedPart> listed) {
    List<PartRecord> chosen = new ArrayList<>();
    int before = 0;
    for (ListedPart wanted : listed) {
      if (wanted.number() <= before) {
        throw new ObjectStoreException.InvalidPartOrder(wanted.number(), before);
      }
      before = wanted.number();
      PartRecord part = parts.get(wanted.number());
      if (part == null) {
        throw new ObjectStoreException.InvalidPart(wanted.number(), "was not uploaded");
      }
      if (!part.etag().equals(wanted.etag())) {
        throw new ObjectStoreException.InvalidPart(
            wanted.number(), "has the entity tag " + part.etag() + ", not " + wanted.etag());
      }
      if (!wanted.checksum().isEmpty() && !wanted.checksum().equals(part.checksum())) {
        throw new ObjectStoreException.InvalidPart(
            wanted.number(), "has the checksum " + part.checksum() + ", not " + wanted.checksum());
      }
      chosen.add(part);
    }
    for (int i = 0; i < chosen.size() - 1; i++) {
      long size = chosen.get(i).blob().size();
      if (size < minimumPartBytes) {
        throw new ObjectStoreException.PartTooSmall(listed.get(i).number(), size, minimumPartBytes);
      }
    }
    return chosen;
  }

  private StoredChecksum checksum(ChecksumAlgorithm algorithm, List<PartRecord> chosen) {
    List<byte[]> values =
        chosen.stream().map(part -> Base64.getDecoder().decode(part.checksum())).toList();
    Base64.Encoder base64 = Base64.getEncoder();
    if (upload.type() == StoredChecksum.Type.COMPOSITE) {
      RunningChecksum whole = algorithm.start();
      values.forEach(value -> whole.update(value, 0, value.length));
      return new StoredChecksum(
          algorithm, upload.type(), base64.encodeToString(whole.value()) + "-" + chosen.size());
    }
    CrcCombination combination = CrcCombination.of(algorithm);
    byte[] whole = values.getFirst();
    for (int i = 1; i < chosen.size(); i++) {
      whole = combination.combine(whole, values.get(i), chosen.get(i).blob().size());
    }
    return new StoredChecksum(algorithm, upload.type(), base64.encodeToString(whole));
  }

  /// A composite value may be given with or without the number of parts.
  private static void compare(String expected, String computed) {
    if (!expected.isEmpty() && !computed.equals(expected) && !computed.startsWith(expected + "-")) {
      throw new ObjectStoreException.ChecksumMismatch(expected, computed);
    }
  }
}
