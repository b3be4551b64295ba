package org.arcmesh.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;

/** The types that are one CBOR item without parts. Nothing is converted into anything else. */
enum ScalarCodec implements Codec {
  BOOLEAN {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeBoolean((Boolean) value);
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_TRUE) {
        return true;
      }
      Codec.require(in, JsonToken.VALUE_FALSE);
      return false;
    }
  },

  INT {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeNumber((int) value);
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      Codec.require(in, JsonToken.VALUE_NUMBER_INT);
      return in.getIntValue();
    }
  },

  LONG {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeNumber((long) value);
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      Codec.require(in, JsonToken.VALUE_NUMBER_INT);
      return in.getLongValue();
    }
  },

  DOUBLE {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeNumber((double) value);
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      // JavaScript writes 3.0 as the integer 3.
      if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        Codec.require(in, JsonToken.VALUE_NUMBER_FLOAT);
      }
      return in.getDoubleValue();
    }
  },

  STRING {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeString((String) value);
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      Codec.require(in, JsonToken.VALUE_STRING);
      String text = in.getText();
      // Half a surrogate pair can be read, but not be written again when we pass it on.
      if (text.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff)) {
        throw new ContentException("a string that is no text");
      }
      return text;
    }
  },

  BYTES {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeBinary(((Bytes) value).toArray());
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      return readBytes(in);
    }
  },

  PEER_ID {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeBinary(((PeerId) value).toBytes().toArray());
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      return PeerId.of(readBytes(in));
    }
  };

  private static Bytes readBytes(JsonParser in) throws IOException {
    Codec.require(in, JsonToken.VALUE_EMBEDDED_OBJECT);
    return Bytes.wrap(in.getBinaryValue());
  }
}
