package org.arcmesh.webrtc;

import java.util.List;

/**
 * WebRTC cannot run on this machine for want of native libraries. The message is one line and says
 * how to get them.
 */
public final class MissingLibraries extends IllegalStateException {
  private final List<String> libraries;
  private final List<String> packages;

  MissingLibraries(String message, List<String> libraries, List<String> packages) {
    super(message);
    this.libraries = List.copyOf(libraries);
    this.packages = List.copyOf(packages);
  }

  /** The missing shared libraries, as {@code libpulse.so.0}. */
  public List<String> libraries() {
    return libraries;
  }

  /** The Debian packages that hold them, as {@code libpulse0}; none if no package helps. */
  public List<String> packages() {
    return packages;
  }
}
