package org.arcmesh.testbed.tidy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.bootstrap.signaling.DoorMessage;
import org.arcmesh.broadcast.backbone.BackboneMessage;
import org.arcmesh.broadcast.delivery.DeliveryMessage;
import org.arcmesh.broadcast.linkstate.LinkStateMessage;
import org.arcmesh.broadcast.route.RouteMessage;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.sampling.cyclon.CyclonMessage;
import org.arcmesh.sampling.hyparview.HyParViewMessage;
import org.arcmesh.sampling.repair.RepairMessage;
import org.arcmesh.sampling.spray.SprayMessage;
import org.arcmesh.wire.Bundle;
import org.arcmesh.wire.Wire;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/WIRE.md} and, for doors, {@code docs/SIGNALING.md} to what is really sent:
 * every message, field, part and constant.
 */
class WireDocTest {
  private static final List<MessageTable> TABLES =
      List.of(
          SignalingMessage.TABLE,
          SprayMessage.TABLE,
          RepairMessage.TABLE,
          BackboneMessage.TABLE,
          LinkStateMessage.TABLE,
          DeliveryMessage.TABLE,
          RouteMessage.TABLE,
          DoorMessage.TABLE,
          CyclonMessage.TABLE,
          HyParViewMessage.TABLE);

  private static final Map<Type, String> SCALARS =
      Map.of(
          boolean.class, "bool",
          int.class, "int32",
          long.class, "int64",
          double.class, "float",
          String.class, "text",
          Bytes.class, "bytes",
          PeerId.class, "peer id",
          Integer.class, "int32?",
          Long.class, "int64?");

  private static final Pattern HEADING = Pattern.compile("### (.*)");
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+) \\| `(\\w+)` \\| (?:([^|]+) \\| )?([^|]*)\\|");

  private final Map<String, Class<?>> parts = new TreeMap<>();

  @Test
  void theDocumentHasEveryMessageWithItsFieldsAndNoOther() throws IOException {
    Map<String, List<String>> written = sections();
    Map<String, List<String>> real = new LinkedHashMap<>();
    for (MessageTable table : TABLES) {
      for (int type = 0; type < table.types().size(); type++) {
        Class<? extends Message> message = table.types().get(type);
        String heading =
            table.protocol()
                + "."
                + type
                + " "
                + table.name()
                + " `"
                + message.getSimpleName()
                + "`";
        real.put(heading, fields(message));
      }
    }
    for (int done = 0; done < parts.size(); ) { // A part may have parts.
      done = parts.size();
      for (Class<?> part : List.copyOf(parts.values())) {
        real.put("`" + part.getSimpleName() + "`", part.isEnum() ? constants(part) : fields(part));
      }
    }

    assertAll(
        real.keySet().stream()
            .map(name -> () -> assertEquals(real.get(name), written.get(name), "### " + name)));
    assertEquals(real.keySet(), written.keySet());
  }

  @Test
  void messagesOfDoorsAreOnTheirOwnPage() throws IOException {
    String page = Files.readString(SourceFile.root().resolve("docs/SIGNALING.md"));

    for (Class<? extends Message> message : DoorMessage.TABLE.types()) {
      assertTrue(page.contains(" door `" + message.getSimpleName() + "`"), message::getSimpleName);
    }
  }

  @Test
  void everyTableOfTheSourcesIsLookedAt() {
    List<String> sources =
        SourceFile.under(SourceFile.root()).stream()
            .filter(SourceFile::isMain)
            .filter(
                file -> file.code().stream().anyMatch(line -> line.contains("MessageTable TABLE")))
            .map(SourceFile::path)
            .toList();

    assertEquals(TABLES.size(), sources.size(), () -> "tables in " + sources);
  }

  @Test
  void theTablesCanBeOnOneWire() {
    new Wire(TABLES);
  }

  @Test
  void theDocumentHasTheLimitsOfFramesAndBundles() throws IOException {
    String text = String.join("\n", document());

    for (int limit : List.of(Wire.FRAME_BYTES_MAX, Bundle.BYTES_MAX, Bundle.FRAMES_MAX)) {
      assertTrue(text.contains(String.format(Locale.ROOT, "%,d", limit)), () -> "" + limit);
    }
  }

  private List<String> fields(Class<?> record) {
    List<String> fields = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      fields.add(
          fields.size() + " " + component.getName() + " " + type(component.getGenericType()));
    }
    return fields;
  }

  private String type(Type type) {
    if (type instanceof ParameterizedType list) {
      // Elements are never null.
      return "list of " + type(list.getActualTypeArguments()[0]).replace("?", "");
    }
    if (SCALARS.containsKey(type)) {
      return SCALARS.get(type);
    }
    Class<?> known = (Class<?>) type;
    Class<?> twin = parts.put(known.getSimpleName(), known);
    assertTrue(twin == null || twin == known, () -> "two parts named " + known.getSimpleName());
    return "`" + known.getSimpleName() + "`";
  }

  private static List<String> constants(Class<?> type) {
    List<String> constants = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      constants.add(constants.size() + " " + constant);
    }
    return constants;
  }

  /** The rows below each heading of the third level, without what they say to people. */
  private static Map<String, List<String>> sections() throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>();
    for (String line : document()) {
      Matcher heading = HEADING.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        rows = new ArrayList<>();
        sections.put(heading.group(1), rows);
      } else if (line.startsWith("## ")) {
        rows = new ArrayList<>();
      } else if (row.matches()) {
        assertTrue(!row.group(4).isBlank(), () -> "nothing is said of this: " + line);
        rows.add(
            row.group(1)
                + " "
                + row.group(2)
                + (row.group(3) == null ? "" : " " + row.group(3).strip()));
      }
    }
    return sections;
  }

  private static List<String> document() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String page : List.of("docs/WIRE.md", "docs/SIGNALING.md")) {
      lines.addAll(Files.readAllLines(SourceFile.root().resolve(page)));
    }
    return lines;
  }
}
