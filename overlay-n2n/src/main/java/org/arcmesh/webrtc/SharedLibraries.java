package org.arcmesh.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shared libraries that the native part of webrtc-java is linked to, looked for before it is
 * loaded: a failed load leaves 23 MB in the temporary folder and names one library at a time.
 */
final class SharedLibraries {
  /** What libwebrtc-java-linux-x86_64.so of 0.14.0 needs, and where Debian has it. */
  private static final Map<String, String> PACKAGES = packages();

  private static final Pattern NOT_OPENED =
      Pattern.compile("(lib[A-Za-z0-9_.+-]+\\.so[.0-9]*): cannot open shared object file");

  private final byte[] loaderCache;
  private final List<Path> folders;

  /**
   * @param loaderCache the dynamic loader's list of libraries; empty if there is none
   * @param folders where to look beside
   */
  SharedLibraries(byte[] loaderCache, List<Path> folders) {
    this.loaderCache = loaderCache;
    this.folders = folders;
  }

  private static Map<String, String> packages() {
    Map<String, String> packages = new LinkedHashMap<>();
    packages.put("libpulse.so.0", "libpulse0");
    packages.put("libudev.so.1", "libudev1");
    packages.put("libX11.so.6", "libx11-6");
    packages.put("libXfixes.so.3", "libxfixes3");
    packages.put("libXrandr.so.2", "libxrandr2");
    packages.put("libXcomposite.so.1", "libxcomposite1");
    packages.put("libdbus-1.so.3", "libdbus-1-3");
    return packages;
  }

  static SharedLibraries ofThisMachine() {
    List<Path> folders = new ArrayList<>();
    String configured = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
    for (String folder : configured.split(":")) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    for (String folder : List.of("lib/x86_64-linux-gnu", "lib64", "lib")) {
      folders.add(Path.of("/").resolve(folder));
      folders.add(Path.of("/usr").resolve(folder));
    }
    return new SharedLibraries(read(Path.of("/etc/ld.so.cache")), folders);
  }

  private static byte[] read(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws MissingLibraries if one of the libraries is nowhere
   */
  void check() {
    // The cache holds names that end in a zero byte, after numbers that are no text.
    String cached = new String(loaderCache, StandardCharsets.ISO_8859_1);
    List<String> missing =
        PACKAGES.keySet().stream()
            .filter(library -> !cached.contains("\0" + library + "\0"))
            .filter(library -> folders.stream().noneMatch(f -> Files.exists(f.resolve(library))))
            .toList();
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
  }

  /** What the failure to load the native part means. */
  static MissingLibraries explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher library = NOT_OPENED.matcher(String.valueOf(cause.getMessage()));
      if (library.find()) {
        return missing(List.of(library.group(1)));
      }
    }
    return new MissingLibraries(
        "the native part of webrtc-java cannot be loaded: " + failure, List.of(), List.of());
  }

  private static MissingLibraries missing(List<String> libraries) {
    List<String> packages =
        libraries.stream().filter(PACKAGES::containsKey).map(PACKAGES::get).toList();
    String message = "WebRTC needs " + String.join(", ", libraries);
    if (!packages.isEmpty()) {
      message += "; on Debian: apt-get install " + String.join(" ", packages);
    }
    return new MissingLibraries(message, libraries, packages);
  }

  /** How webrtc-java names this platform, as {@code linux-x86_64}. */
  static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String family =
        system.startsWith("mac") ? "macos" : system.startsWith("windows") ? "windows" : "linux";
    String processor = System.getProperty("os.arch");
    return family + "-" + (processor.equals("amd64") ? "x86_64" : processor);
  }
}
