package io.labelrecognition.client.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The way of one node to the database, which a test cuts. */
final class UnreliableDatabase {
    private final DataSource database;
    private volatile boolean isCut;
    private volatile String broken;

    UnreliableDatabase(DataSource database) {
        this.database = database;
    }

    /** From now on the node reaches nothing, until it does again. */
    void cut(boolean now) {
        isCut = now;
    }

    /** Statements that have this in them end with the connection; null for none. */
    void breakAt(String sql) {
        broken = sql;
    }

    DataSource source() {
        return proxy(DataSource.class, database);
    }

    private <T> T proxy(Class<T> type, Object behind) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            boolean isEnd = method.getName().equals("close") || method.getName().equals("isClosed");
            if (isCut && !isEnd || broken != null && arguments != null && String.valueOf(arguments[0]).contains(broken)) {
                throw new SQLException("The network is gone", "08006");
            }
            try {
                Object result = method.invoke(behind, arguments);
                return result instanceof Connection ? proxy(Connection.class, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
