package dev.orrery.system.judging;

import java.util.Map;

/// Loads the classes of one compilation, and leaves everything else to the loader of the contracts.
/// A new one for each verdict: the learner's statics start afresh, and the old ones can be
/// collected. Its own classes come first, so that an older build of the same class on the class
/// path is never taken for the file that was just saved.
final class SubjectLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  SubjectLoader(Map<String, byte[]> classes) {
    super("subject", SubjectLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
    }
  }
}
