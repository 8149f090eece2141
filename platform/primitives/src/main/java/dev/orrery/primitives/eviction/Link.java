package dev.orrery.primitives.eviction;

/// One place in a ring of links; alone, it is a ring of itself.
class Link {
  Link previous = this;
  Link next = this;

  final void unlink() {
    previous.next = next;
    next.previous = previous;
    previous = this;
    next = this;
  }

  final void linkBefore(Link successor) {
    previous = successor.previous;
    next = successor;
    previous.next = this;
    successor.previous = this;
  }
}
