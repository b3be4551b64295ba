package org.arcmesh.testbed.report;

/**
 * A part of a document that a command writes: what stands between two marks, which a reader of the
 * rendered page does not see.
 *
 * @param name of the marks
 * @param body in Markdown, with a line end at its end
 */
public record DocumentSection(String name, String body) {

  /** The section between its marks. */
  public String markdown() {
    return begin() + body + end();
  }

  private String begin() {
    return "<!-- begin " + name + " -->\n";
  }

  private String end() {
    return "<!-- end " + name + " -->\n";
  }

  /** {@code document} with this section in the place of its last version, or else at its end. */
  public String into(String document) {
    int from = document.indexOf(begin());
    if (from < 0) {
      boolean apart = document.isEmpty() || document.endsWith("\n\n");
      return document + (apart ? "" : "\n") + markdown();
    }
    int to = document.indexOf(end(), from);
    if (to < 0) {
      throw new IllegalArgumentException(
          "no '" + end().strip() + "' after '" + begin().strip() + "'");
    }
    return document.substring(0, from) + markdown() + document.substring(to + end().length());
  }
}
