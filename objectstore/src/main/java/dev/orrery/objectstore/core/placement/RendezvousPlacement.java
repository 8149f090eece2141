package dev.orrery.objectstore.core.placement;

import dev.orrery.primitives.placement.Rendezvous;
import java.nio.ByteBuffer;
import java.util.Set;

/// The volume that draws the highest number for a chunk, by the rendezvous hashing of the
/// primitives (Thaler and Ravishankar, 1996).
public final class RendezvousPlacement implements Placement {
  private final Rendezvous volumes;

  public RendezvousPlacement(Set<String> volumes) {
    if (volumes.isEmpty()) {
      throw new IllegalArgumentException("a placement needs at least one volume");
    }
    this.volumes = new Rendezvous(volumes);
  }

  @Override
  public String volumeFor(long chunk) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(chunk).array();
    return volumes.nodesFor(key, 1).getFirst();
  }
}
