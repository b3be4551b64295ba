package org.arcmesh.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.wire.WireException.Reason;

/**
 * Turns messages into frames and back.
 *
 * <p>A frame is one byte each of version, protocol and type (the message's place in the protocol's
 * table), then the message as one CBOR item (RFC 8949): see {@link RecordCodec}. Immutable and safe
 * for any thread; peers of the same protocols share one.
 */
public final class Wire {
  /** The version of this format, the first byte of every frame. */
  public static final int VERSION = 1;

  /** The longest frame, in bytes; larger payloads are chunked above. */
  public static final int FRAME_BYTES_MAX = 65_536;

  private static final int HEADER_BYTES = 3;

  // A message is a record of lists of records at most; 64-bit numbers have 20 digits.
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxStringLength(FRAME_BYTES_MAX)
          .maxNameLength(64)
          .maxNumberLength(32)
          .maxDocumentLength(FRAME_BYTES_MAX)
          .build();

  private final CBORFactory cbor =
      CBORFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .enable(CBORGenerator.Feature.WRITE_MINIMAL_DOUBLES)
          .build();
  private final Map<Integer, Codec> codecs = new HashMap<>();
  private final Map<Class<?>, Integer> numbers = new HashMap<>();

  /**
   * The wire of these protocols.
   *
   * @throws AssertionError if two of them have the same number, or a message is made of types that
   *     have no form on the wire
   */
  public Wire(List<MessageTable> tables) {
    Codecs known = new Codecs();
    for (MessageTable table : tables) {
      for (int type = 0; type < table.types().size(); type++) {
        Class<?> message = table.types().get(type);
        int number = number(table.protocol(), type);
        if (codecs.put(number, known.of(message)) != null || numbers.put(message, number) != null) {
          throw new AssertionError(
              "protocol " + table.protocol() + " or its " + message.getName() + " is there twice");
        }
      }
    }
  }

  private static int number(int protocol, int type) {
    return protocol << 8 | type;
  }

  /**
   * The frame of a message, at most {@value #FRAME_BYTES_MAX} bytes.
   *
   * @throws AssertionError if the message is of none of our tables, or its limits allow a longer
   *     frame
   */
  public byte[] encode(Message message) {
    Integer number = numbers.get(message.getClass());
    if (number == null) {
      throw new AssertionError(message.getClass().getName() + " is in no table");
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream(128);
    frame.write(VERSION);
    frame.write(number >> 8);
    frame.write(number);
    try (JsonGenerator out = cbor.createGenerator(frame)) {
      codecs.get(number).write(message, out);
    } catch (IOException e) {
      throw new AssertionError("a " + message.getClass().getName() + " that cannot be written", e);
    }
    if (frame.size() > FRAME_BYTES_MAX) {
      throw new AssertionError(
          "a " + message.getClass().getName() + " of " + frame.size() + " bytes");
    }
    return frame.toByteArray();
  }

  /**
   * The message of a frame.
   *
   * @throws WireException if it is none, for whatever reason
   */
  public Message decode(byte[] frame) throws WireException {
    if (frame.length < HEADER_BYTES || frame.length > FRAME_BYTES_MAX) {
      throw new WireException(Reason.SIZE, "a frame of " + frame.length + " bytes");
    }
    if (frame[0] != VERSION) {
      throw new WireException(Reason.VERSION, "version " + (frame[0] & 0xff));
    }
    Codec codec = codecs.get(number(frame[1] & 0xff, frame[2] & 0xff));
    if (codec == null) {
      throw new WireException(
          Reason.TYPE, "message " + (frame[2] & 0xff) + " of protocol " + (frame[1] & 0xff));
    }
    try (JsonParser in = cbor.createParser(frame, HEADER_BYTES, frame.length - HEADER_BYTES)) {
      in.nextToken();
      Message message = (Message) codec.read(in);
      if (in.nextToken() != null) {
        throw new WireException(Reason.CONTENT, "bytes after the body");
      }
      return message;
    } catch (IOException | RuntimeException e) {
      // Jackson says that this is no CBOR, or a record that this is not within its limits.
      throw new WireException(Reason.CONTENT, String.valueOf(e.getMessage()), e);
    }
  }
}
