package org.arcmesh.testbed.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.arcmesh.testbed.report.Report;

/** One page, with all that it needs inside, that replays a run. */
public final class Page {
  private static final String[] SCRIPTS = {"run", "layout", "graph", "curves", "summary", "page"};

  private Page() {}

  /**
   * The page as HTML.
   *
   * @param recorder what it saw of the run
   * @param report of the run, with its expectations
   */
  public static String of(Recorder recorder, Report report) {
    StringBuilder scripts = new StringBuilder();
    for (String name : SCRIPTS) {
      scripts.append(resource(name + ".js"));
    }
    // No text of a scenario may end the script that it is in.
    String data = recorder.json(report).toString().replace("<", "\\u003c");
    return resource("page.html")
        .replace("/*STYLE*/", resource("page.css"))
        .replace("/*SCRIPT*/", scripts)
        .replace("/*DATA*/", data);
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
