package io.labelrecognition.client.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** What is asked of a connection, in one line. Not for several threads. */
class Statements {
    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    final Connection connection() {
        return connection;
    }

    @FunctionalInterface
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /** @param columns arrays, a parameter each, or single values */
    void query(String sql, Row row, Object... columns) throws SQLException {
        try (PreparedStatement statement = prepare(sql, columns); ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                row.read(rows);
            }
        }
    }

    /** @return how many rows */
    int update(String sql, Object... columns) throws SQLException {
        try (PreparedStatement statement = prepare(sql, columns)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Object... columns) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < columns.length; i++) {
            Object column = columns[i];
            if (column instanceof Object[] values) {
                String type = values instanceof String[] ? "text" : values instanceof Long[] ? "bigint" : "integer";
                statement.setArray(i + 1, connection.createArrayOf(type, values));
            } else {
                statement.setObject(i + 1, column);
            }
        }
        return statement;
    }

    static <C> String[] texts(List<C> changes, Function<C, String> column) {
        return changes.stream().map(column).toArray(String[]::new);
    }

    static <C> Long[] longs(List<C> changes, Function<C, Long> column) {
        return changes.stream().map(column).toArray(Long[]::new);
    }

    static <C> Integer[] ints(List<C> changes, Function<C, Integer> column) {
        return changes.stream().map(column).toArray(Integer[]::new);
    }
}
