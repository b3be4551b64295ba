package org.arcmesh.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A record: an array of its components in the order of their declaration.
 *
 * <p>Components may be appended to a record. A reader that does not know them skips them; a reader
 * that misses them takes zero, false, an empty list or null, and the record's constructor decides
 * whether that will do.
 */
final class RecordCodec implements Codec {
  private final Class<?> type;
  private final List<Codec> components;
  private final List<MethodHandle> accessors = new ArrayList<>();
  private final MethodHandle constructor;

  RecordCodec(Class<?> type, List<Codec> components) {
    this.type = type;
    this.components = List.copyOf(components);
    try {
      Class<?>[] parameters =
          Stream.of(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> canonical = type.getDeclaredConstructor(parameters);
      canonical.setAccessible(true);
      constructor =
          MethodHandles.lookup()
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, parameters.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      for (RecordComponent component : type.getRecordComponents()) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        accessors.add(
            MethodHandles.lookup()
                .unreflect(accessor)
                .asType(MethodType.methodType(Object.class, Object.class)));
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type.getName() + " is not a record that can be written", e);
    }
  }

  @Override
  public void write(Object value, JsonGenerator out) throws IOException {
    out.writeStartArray(value, components.size());
    for (int i = 0; i < components.size(); i++) {
      Codec.writeOrNull(components.get(i), get(i, value), out);
    }
    out.writeEndArray();
  }

  private Object get(int component, Object value) {
    try {
      return (Object) accessors.get(component).invokeExact(value);
    } catch (Throwable e) {
      throw new AssertionError("an accessor of " + type.getName() + " fails", e);
    }
  }

  @Override
  public Object read(JsonParser in) throws IOException {
    Codec.require(in, JsonToken.START_ARRAY);
    Object[] arguments = new Object[components.size()];
    JsonToken token = in.nextToken();
    for (int i = 0; i < arguments.length; i++) {
      if (token == JsonToken.END_ARRAY) {
        arguments[i] = components.get(i).missing();
      } else {
        arguments[i] = Codec.readOrNull(components.get(i), in);
        token = in.nextToken();
      }
    }
    for (; token != JsonToken.END_ARRAY; token = in.nextToken()) {
      if (token == null) {
        throw new ContentException("the body ends within a record");
      }
      in.skipChildren();
    }
    return make(arguments);
  }

  private Object make(Object[] arguments) {
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("the constructor of " + type.getName() + " fails", e);
    }
  }
}
