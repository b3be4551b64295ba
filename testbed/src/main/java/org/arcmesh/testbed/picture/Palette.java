package org.arcmesh.testbed.picture;

/** The colors of a film, on a dark ground of its own: it is shown on light and dark pages. */
final class Palette {
  static final String INK = "#eef3fb";
  static final String SOFT = "#93a4bd";
  static final String FAINT = "#33425c";
  static final String CUT = "#ff5567";
  static final String SUSPECT = "#ffe27a";
  static final String BRIDGE = "#49e6a4";

  private static final String[] COMPONENTS = {
    "#58a9ff", "#ff9d4d", "#b48cff", "#f27fb2", "#5fd6d0", "#c9a27a"
  };

  private Palette() {}

  /** A peer that does not know anybody is gray. */
  static String component(int name) {
    return name == Beliefs.NONE ? "#77869c" : COMPONENTS[name % COMPONENTS.length];
  }
}
