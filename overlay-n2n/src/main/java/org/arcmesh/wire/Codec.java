package org.arcmesh.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the values of one Java type as one CBOR data item each. */
interface Codec {

  /** Writes {@code value}, which is not null. */
  void write(Object value, JsonGenerator out) throws IOException;

  /**
   * Reads the value that starts at the parser's current token, which is not that of null.
   *
   * @throws ContentException if it is a value of another type
   */
  Object read(JsonParser in) throws IOException;

  /** What a record gets for this type if its author's version of it ended before. */
  default Object missing() {
    return null;
  }

  /** Whether null can be read. */
  default boolean isNullable() {
    return true;
  }

  /** Writes {@code value} or null. */
  static void writeOrNull(Codec codec, Object value, JsonGenerator out) throws IOException {
    if (value == null) {
      out.writeNull();
    } else {
      codec.write(value, out);
    }
  }

  /** Reads the value that starts at the parser's current token, or null. */
  static Object readOrNull(Codec codec, JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL && codec.isNullable()) {
      return null;
    }
    return codec.read(in);
  }

  static void require(JsonParser in, JsonToken token) throws IOException {
    if (in.currentToken() != token) {
      throw new ContentException(in.currentToken() + " in place of " + token);
    }
  }

  /** The body is well-formed CBOR, but not what the type asks for. */
  final class ContentException extends IOException {
    ContentException(String message) {
      super(message);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  /** A list: an array of its elements, none of them null. */
  record OfList(Codec element) implements Codec {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      List<?> list = (List<?>) value;
      out.writeStartArray(list, list.size());
      for (Object each : list) {
        element.write(each, out);
      }
      out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      require(in, JsonToken.START_ARRAY);
      List<Object> list = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        list.add(element.read(in));
      }
      return List.copyOf(list);
    }

    @Override
    public Object missing() {
      return List.of();
    }
  }

  /**
   * An enum: the place of the constant in its declaration, from 0. So constants are only ever
   * appended, like everything on the wire.
   */
  record OfEnum(List<Object> constants) implements Codec {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeNumber(((Enum<?>) value).ordinal());
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      require(in, JsonToken.VALUE_NUMBER_INT);
      int place = in.getIntValue();
      if (place < 0 || place >= constants.size()) {
        throw new ContentException("no constant of number " + place);
      }
      return constants.get(place);
    }
  }
}
