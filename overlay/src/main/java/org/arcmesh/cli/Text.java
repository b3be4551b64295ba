package org.arcmesh.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.arcmesh.core.Bytes;

/** Text that came from somebody else. */
final class Text {
  private Text() {}

  /** The text that {@code payload} spells in UTF-8, if it does. */
  static Optional<String> of(Bytes payload) {
    try {
      ByteBuffer content = payload.toBuffer();
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(content).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * {@code text} without what a terminal would obey: a remote must not move the cursor, start a
   * line of its own or turn the writing direction.
   */
  static String harmless(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\t' ? ' ' : isObeyed(c) ? '\uFFFD' : c)
        .forEach(harmless::appendCodePoint);
    return harmless.toString();
  }

  private static boolean isObeyed(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || codePoint >= 0x202A && codePoint <= 0x202E
        || codePoint >= 0x2066 && codePoint <= 0x2069;
  }
}
