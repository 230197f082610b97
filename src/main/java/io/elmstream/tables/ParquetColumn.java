package io.elmstream.tables;

import io.elmstream.data.DataException;
import io.elmstream.tables.Uses.Use;
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
 * @param stored how its values are stored
 * @param unsigned whether its whole numbers have no sign
 * @param type the type of its values
 * @param use what it is used for
 */
record ParquetColumn(String name, PrimitiveTypeName stored, boolean unsigned, ColumnType type, Use use) {

    /** @throws DataException if a feature is not a number, or values of the type cannot be read */
    static ParquetColumn of(FileName file, Type column, Use use) {
        if (use.feature() != Uses.NONE) {
            requireNumber(file, column);
        }
        ColumnType type = type(column)
                .orElseThrow(() -> file.problem(", column \"" + column.getName() + "\" is of type " + column
                        + ", only texts, numbers, booleans, dates and timestamps can be read"));
        boolean unsigned =
                column.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation number && !number.isSigned();
        return new ParquetColumn(
                column.getName(), column.asPrimitiveType().getPrimitiveTypeName(), unsigned, type, use);
    }

    Reader reader(MessageType schema, ColumnReadStore store) {
        return new Reader(store.getColumnReader(schema.getColumnDescription(new String[] {name})));
    }

    private static void requireNumber(FileName file, Type column) {
        ColumnType type = type(column).orElse(ColumnType.TEXT);
        if (type != ColumnType.INT
                && type != ColumnType.LONG
                && type != ColumnType.FLOAT
                && type != ColumnType.DOUBLE
                && type != ColumnType.BOOLEAN) {
            throw file.problem(", column \"" + column.getName() + "\" is of type " + column
                    + ", a feature must be a whole number of at most 32 bits or with a sign, float, double or"
                    + " boolean");
        }
    }

    /** Returns the type of the values of a column; empty if they cannot be read. */
    static Optional<ColumnType> type(Type column) {
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

        /** Reads the next values into so many rows. */
        void read(int count, ParquetColumns.Batch batch) {
            if (use.kept() == Uses.NONE && use.category() == null && batch.exact().length == 0) {
                for (int i = 0; i < count; i++) {
                    batch.rows()[i * batch.width() + use.feature()] = isNull() ? Float.NaN : number();
                    values.consume();
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                readRow(i, batch);
                values.consume();
            }
        }

        private void readRow(int row, ParquetColumns.Batch batch) {
            int at = row * batch.width();
            if (use.feature() != Uses.NONE) {
                batch.rows()[at + use.feature()] = isNull() ? Float.NaN : number();
                if (batch.exact().length > 0) {
                    batch.exact()[at + use.feature()] = isNull() ? Double.NaN : exact();
                }
            }
            if (use.category() != null) {
                use.category().encode(isNull() ? null : type.text(value()), batch.rows(), at);
            }
            if (use.kept() != Uses.NONE) {
                batch.kept()[row][use.kept()] = isNull() ? null : value();
            }
        }

        private boolean isNull() {
            return values.getCurrentDefinitionLevel() < defined;
        }

        private double exact() {
            return stored == PrimitiveTypeName.DOUBLE
                    ? values.getDouble()
                    : stored == PrimitiveTypeName.INT64 ? values.getLong() : number();
        }

        private float number() {
            return switch (stored) {
                case BOOLEAN -> values.getBoolean() ? 1 : 0;
                case INT32 -> unsigned ? Integer.toUnsignedLong(values.getInteger()) : values.getInteger();
                case INT64 -> values.getLong();
                case FLOAT -> values.getFloat();
                case DOUBLE -> (float) values.getDouble();
                default -> throw new IllegalStateException(name + " is not a number but " + stored);
            };
        }

        private Object value() {
            return switch (stored) {
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
