package io.labelrecognition.client.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** The way of one node to the database, which a test cuts. */
final class UnreliableDatabase {
    private final DataSource database;
    private volatile boolean isCut;
    private volatile String broken;
    private final AtomicBoolean losesAnswer = new AtomicBoolean();

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

    /** The next commit is one, and its answer is lost. */
    void loseAnswer() {
        losesAnswer.set(true);
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
                if (method.getName().equals("commit") && losesAnswer.compareAndSet(true, false)) {
                    throw new SQLException("The answer is lost", "08006");
                }
                return result instanceof Connection ? proxy(Connection.class, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
