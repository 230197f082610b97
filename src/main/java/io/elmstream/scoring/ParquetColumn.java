package io.elmstream.scoring;

import io.elmstream.data.DataException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet file that matters.
 *
 * @param name its name
 * @param type how its values are stored
 * @param unsigned whether its whole numbers have no sign
 * @param feature the place of the feature that it is, less than 0 if it is none
 * @param kept the place of the kept column that it is, less than 0 if it is none
 */
record ParquetColumn(String name, PrimitiveTypeName type, boolean unsigned, int feature, int kept) {

    /** @throws DataException if a feature is not a number */
    static ParquetColumn of(Path path, Type column, int feature, int kept) {
        if (feature >= 0) {
            requireNumber(path, column);
        }
        if (kept >= 0) {
            keptType(path, column);
        }
        boolean unsigned =
                column.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation number && !number.isSigned();
        return new ParquetColumn(
                column.getName(), column.asPrimitiveType().getPrimitiveTypeName(), unsigned, feature, kept);
    }

    Reader reader(MessageType schema, ColumnReadStore store) {
        return new Reader(store.getColumnReader(schema.getColumnDescription(new String[] {name})));
    }

    private static void requireNumber(Path path, Type column) {
        ColumnType type = type(column).orElse(ColumnType.TEXT);
        if (type != ColumnType.INT
                && type != ColumnType.LONG
                && type != ColumnType.FLOAT
                && type != ColumnType.DOUBLE) {
            throw new DataException(
                    TableFile.IN,
                    TableFile.IN + " " + path + ", column \"" + column.getName() + "\" is of type " + column
                            + ", a feature must be a whole number of at most 32 bits or with a sign, float or double");
        }
    }

    /** @throws DataException if values of this type cannot be kept */
    static ColumnType keptType(Path path, Type column) {
        return type(column)
                .orElseThrow(() -> new DataException(
                        "--keep",
                        "--keep: " + path + ", column \"" + column.getName() + "\" is of type " + column
                                + ", only texts, numbers, booleans, dates and timestamps can be kept"));
    }

    private static Optional<ColumnType> type(Type column) {
        if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
            return Optional.empty();
        }
        PrimitiveType primitive = column.asPrimitiveType();
        LogicalTypeAnnotation logical = primitive.getLogicalTypeAnnotation();
        boolean unsigned = logical instanceof IntLogicalTypeAnnotation number && !number.isSigned();
        boolean plain = logical == null || logical instanceof IntLogicalTypeAnnotation;
        ColumnType type = switch (primitive.getPrimitiveTypeName()) {
            case BOOLEAN -> ColumnType.BOOLEAN;
            case INT32 ->
                unsigned
                        ? ColumnType.LONG
                        : plain
                                ? ColumnType.INT
                                : logical instanceof DateLogicalTypeAnnotation ? ColumnType.DATE : null;
            case INT64 ->
                plain && !unsigned
                        ? ColumnType.LONG
                        : logical instanceof TimestampLogicalTypeAnnotation time ? timestamp(time) : null;
            case FLOAT -> ColumnType.FLOAT;
            case DOUBLE -> ColumnType.DOUBLE;
            case BINARY -> isText(logical) ? ColumnType.TEXT : null;
            case INT96, FIXED_LEN_BYTE_ARRAY -> null;
        };
        return Optional.ofNullable(type);
    }

    private static boolean isText(@Nullable LogicalTypeAnnotation logical) {
        return LogicalTypeAnnotation.stringType().equals(logical)
                || LogicalTypeAnnotation.enumType().equals(logical)
                || LogicalTypeAnnotation.jsonType().equals(logical);
    }

    private static ColumnType timestamp(TimestampLogicalTypeAnnotation time) {
        return switch (time.getUnit()) {
            case MILLIS -> time.isAdjustedToUTC() ? ColumnType.MILLIS : ColumnType.LOCAL_MILLIS;
            case MICROS -> time.isAdjustedToUTC() ? ColumnType.MICROS : ColumnType.LOCAL_MICROS;
            case NANOS -> time.isAdjustedToUTC() ? ColumnType.NANOS : ColumnType.LOCAL_NANOS;
        };
    }

    /** Reads the values of one row group. */
    final class Reader {

        private final ColumnReader values;
        private final int defined;

        private Reader(ColumnReader values) {
            this.values = values;
            this.defined = values.getDescriptor().getMaxDefinitionLevel();
        }

        /**
         * Reads the next values into rows.
         *
         * @param count the number of rows
         * @param rows receives a feature, row-major
         * @param width the features of a row
         * @param keeps receives a kept value, by row
         */
        void read(int count, float[] rows, int width, @Nullable Object[][] keeps) {
            if (kept < 0) {
                for (int i = 0; i < count; i++) {
                    rows[i * width + feature] = isNull() ? Float.NaN : number();
                    values.consume();
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                if (feature >= 0) {
                    rows[i * width + feature] = isNull() ? Float.NaN : number();
                }
                keeps[i][kept] = isNull() ? null : value();
                values.consume();
            }
        }

        private boolean isNull() {
            return values.getCurrentDefinitionLevel() < defined;
        }

        private float number() {
            return switch (type) {
                case INT32 -> unsigned ? Integer.toUnsignedLong(values.getInteger()) : values.getInteger();
                case INT64 -> values.getLong();
                case FLOAT -> values.getFloat();
                case DOUBLE -> (float) values.getDouble();
                default -> throw new IllegalStateException(name + " is not a number but " + type);
            };
        }

        private Object value() {
            return switch (type) {
                case BOOLEAN -> values.getBoolean();
                case INT32 -> unsigned ? (Object) Integer.toUnsignedLong(values.getInteger()) : values.getInteger();
                case INT64 -> values.getLong();
                case FLOAT -> values.getFloat();
                case DOUBLE -> values.getDouble();
                default -> values.getBinary().toStringUsingUTF8();
            };
        }
    }
}
