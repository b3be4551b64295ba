package org.arcmesh.testbed.picture;

import java.util.Locale;

/** Text of an SVG document, as short as it can be. */
final class Svg {
  private Svg() {}

  /** A number with at most so many digits after the point. */
  static String number(double value, int digits) {
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    if (text.indexOf('.') >= 0) {
      text = text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return text.equals("-0") ? "0" : text;
  }

  /** A length in the units of the drawing. */
  static String length(double value) {
    return number(value, 1);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
