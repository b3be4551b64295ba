package org.arcmesh.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;

/** The closed set of types that a message may be made of, and the codec of each. */
final class Codecs {
  private static final Map<Type, Codec> SCALARS =
      Map.ofEntries(
          Map.entry(boolean.class, new Primitive(ScalarCodec.BOOLEAN, false)),
          Map.entry(int.class, new Primitive(ScalarCodec.INT, 0)),
          Map.entry(long.class, new Primitive(ScalarCodec.LONG, 0L)),
          Map.entry(double.class, new Primitive(ScalarCodec.DOUBLE, 0.0)),
          Map.entry(Boolean.class, ScalarCodec.BOOLEAN),
          Map.entry(Integer.class, ScalarCodec.INT),
          Map.entry(Long.class, ScalarCodec.LONG),
          Map.entry(Double.class, ScalarCodec.DOUBLE),
          Map.entry(String.class, ScalarCodec.STRING),
          Map.entry(Bytes.class, ScalarCodec.BYTES),
          Map.entry(PeerId.class, ScalarCodec.PEER_ID));

  private final Map<Class<?>, Codec> records = new LinkedHashMap<>();
  private final Set<Class<?>> open = new LinkedHashSet<>();

  /** The codec of a type; it is an error of ours to put any other type on the wire. */
  Codec of(Type type) {
    Codec scalar = SCALARS.get(type);
    if (scalar != null) {
      return scalar;
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new Codec.OfList(of(generic.getActualTypeArguments()[0]));
    }
    if (type instanceof Class<?> known && known.isEnum()) {
      return new Codec.OfEnum(List.of(known.getEnumConstants()));
    }
    if (type instanceof Class<?> known && known.isRecord()) {
      return ofRecord(known);
    }
    throw new AssertionError(type.getTypeName() + " cannot be put on the wire");
  }

  private Codec ofRecord(Class<?> type) {
    Codec known = records.get(type);
    if (known != null) {
      return known;
    }
    if (!open.add(type)) {
      throw new AssertionError(type.getName() + " contains itself: there is no limit to its depth");
    }
    List<Codec> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.add(of(component.getGenericType()));
    }
    open.remove(type);
    Codec codec = new RecordCodec(type, components);
    records.put(type, codec);
    return codec;
  }

  /** A primitive is never null, and has a value when it is missing. */
  private record Primitive(Codec codec, Object missing) implements Codec {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      codec.write(value, out);
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      return codec.read(in);
    }

    @Override
    public boolean isNullable() {
      return false;
    }
  }
}
