package io.labelrecognition.client.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** The way of one node to the database, which a test cuts. */
final class UnreliableDatabase {
    private final DataSource database;
    private volatile boolean isCut;
    private volatile String broken;
    private final AtomicReference<String> lost = new AtomicReference<>();

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

    /** Of the next transaction with a statement that has this in it, and of no other, the commit is one and its answer is lost. */
    void loseAnswer(String sql) {
        lost.set(sql);
    }

    DataSource source() {
        return proxy(DataSource.class, database);
    }

    private static boolean isIn(String part, Object[] arguments) {
        return part != null && arguments != null && String.valueOf(arguments[0]).contains(part);
    }

    private <T> T proxy(Class<T> type, Object behind) {
        // of a connection, and so of its transaction
        AtomicBoolean losesAnswer = new AtomicBoolean();
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            boolean isEnd = method.getName().equals("close") || method.getName().equals("isClosed");
            if (isCut && !isEnd || isIn(broken, arguments)) {
                throw new SQLException("The network is gone", "08006");
            }
            String losing = lost.get();
            if (isIn(losing, arguments) && lost.compareAndSet(losing, null)) {
                losesAnswer.set(true);
            }
            try {
                Object result = method.invoke(behind, arguments);
                if (method.getName().equals("commit") && losesAnswer.getAndSet(false)) {
                    throw new SQLException("The answer is lost", "08006");
                }
                return result instanceof Connection ? proxy(Connection.class, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
