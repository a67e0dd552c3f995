package org.graft.storage;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In JSON, the name of the record that an object is; for {@code JsonTypeInfo.Id.CUSTOM}, where the
 * records are listed elsewhere.
 */
public abstract class RecordNames extends TypeIdResolverBase {
  private final Map<String, Class<?>> types = new TreeMap<>();

  /** For these records, whose names differ. */
  protected RecordNames(Stream<? extends Class<?>> records) {
    records.forEach(record -> types.put(record.getSimpleName(), record));
  }

  @Override
  public final String idFromValue(Object value) {
    return value.getClass().getSimpleName();
  }

  @Override
  public final String idFromValueAndType(Object value, Class<?> type) {
    return type.getSimpleName();
  }

  /** {@code null} for a name that none has, which Jackson refuses. */
  @Override
  public final @Nullable JavaType typeFromId(DatabindContext context, String id) {
    return types.containsKey(id) ? context.constructType(types.get(id)) : null;
  }

  @Override
  public final String getDescForKnownTypeIds() {
    return types.keySet().toString();
  }

  @Override
  public final JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
