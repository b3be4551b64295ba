package org.arcmesh.webrtc;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.internal.RefCountedObject;
import java.lang.reflect.Field;

/**
 * Gives back what a closed connection holds. webrtc-java 0.14.0 forgets to, which costs 68 KB per
 * connection (its issue 283); later versions than 0.15.0 do it themselves.
 */
final class Release extends RefCountedObject {
  private static final Field HANDLE = handle();

  private Release() {}

  private static Field handle() {
    try {
      Field handle = NativeObject.class.getDeclaredField("nativeHandle");
      handle.setAccessible(true);
      return handle;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("not the webrtc-java this was written for", e);
    }
  }

  /** Closes {@code connection} and all it holds; on the native thread, once. */
  static void close(RTCPeerConnection connection) {
    try {
      long handle = HANDLE.getLong(connection);
      connection.close();
      if (handle != 0) {
        Release release = new Release();
        HANDLE.setLong(release, handle);
        release.release();
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError("the handle was made accessible", e);
    }
  }
}
