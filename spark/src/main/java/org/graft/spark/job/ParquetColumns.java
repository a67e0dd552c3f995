package org.graft.spark.job;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.graft.predict.LabelProbability;

/**
 * Columns of a Parquet file, each filled by a function of a record; what it gives as {@code null}
 * is null there. Lists have the three levels of Parquet's {@code LogicalTypes.md}.
 *
 * @param <T> the records
 */
final class ParquetColumns<T> extends WriteSupport<T> {
  private static final String LIST = "list";
  private static final String ELEMENT = "element";
  private static final String LABEL = "label";
  private static final String PROBABILITY = "probability";

  private final String name;
  private final List<Column<T, ?>> columns = new ArrayList<>();
  private RecordConsumer out;

  private record Column<T, V>(
      Type type, Function<T, V> value, BiConsumer<RecordConsumer, V> writer) {
    void write(RecordConsumer out, int place, T row) {
      V cell = value.apply(row);
      if (cell != null) {
        out.startField(type.getName(), place);
        writer.accept(out, cell);
        out.endField(type.getName(), place);
      }
    }
  }

  ParquetColumns(String name) {
    this.name = name;
  }

  ParquetColumns<T> text(String column, Function<T, String> value) {
    Type type = Types.optional(BINARY).as(LogicalTypeAnnotation.stringType()).named(column);
    columns.add(new Column<>(type, value, ParquetColumns::addText));
    return this;
  }

  ParquetColumns<T> floats(String column, Function<T, float[]> value) {
    Type element = Types.required(FLOAT).named(ELEMENT);
    columns.add(new Column<>(list(column, element), value, ParquetColumns::addFloats));
    return this;
  }

  ParquetColumns<T> likely(String column, Function<T, List<LabelProbability>> value) {
    Type element =
        Types.requiredGroup()
            .required(BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(LABEL)
            .required(FLOAT)
            .named(PROBABILITY)
            .named(ELEMENT);
    columns.add(new Column<>(list(column, element), value, ParquetColumns::addLikely));
    return this;
  }

  private static Type list(String column, Type element) {
    return Types.optionalGroup()
        .as(LogicalTypeAnnotation.listType())
        .addField(Types.repeatedGroup().addField(element).named(LIST))
        .named(column);
  }

  /** Writes a file of these columns, over one that is there. */
  ParquetWriter<T> writer(Path file, Configuration configuration) throws IOException {
    return new Builder<>(file, this)
        .withConf(configuration)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .withDictionaryEncoding(false)
        .build();
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final ParquetColumns<T> columns;

    Builder(Path file, ParquetColumns<T> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    /** Spark 3.5 knows no other form of it. */
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<T> getWriteSupport(Configuration configuration) {
      return columns;
    }
  }

  /** Spark 3.5 knows no other form of it. */
  @Override
  @SuppressWarnings("deprecation")
  public WriteContext init(Configuration configuration) {
    List<Type> types = new ArrayList<>();
    columns.forEach(column -> types.add(column.type));
    return new WriteContext(new MessageType(name, types), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    this.out = consumer;
  }

  @Override
  public void write(T row) {
    out.startMessage();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).write(out, i, row);
    }
    out.endMessage();
  }

  private static void addText(RecordConsumer out, String text) {
    out.addBinary(Binary.fromString(text));
  }

  private static void addFloats(RecordConsumer out, float... values) {
    addList(out, values.length, i -> out.addFloat(values[i]));
  }

  private static void addLikely(RecordConsumer out, List<LabelProbability> likely) {
    addList(
        out,
        likely.size(),
        i -> {
          out.startGroup();
          addField(out, LABEL, 0, () -> addText(out, likely.get(i).label()));
          addField(out, PROBABILITY, 1, () -> out.addFloat(likely.get(i).probability()));
          out.endGroup();
        });
  }

  private static void addList(RecordConsumer out, int size, IntConsumer element) {
    out.startGroup();
    if (size > 0) {
      out.startField(LIST, 0);
      for (int i = 0; i < size; i++) {
        out.startGroup();
        out.startField(ELEMENT, 0);
        element.accept(i);
        out.endField(ELEMENT, 0);
        out.endGroup();
      }
      out.endField(LIST, 0);
    }
    out.endGroup();
  }

  private static void addField(RecordConsumer out, String field, int place, Runnable value) {
    out.startField(field, place);
    value.run();
    out.endField(field, place);
  }
}
