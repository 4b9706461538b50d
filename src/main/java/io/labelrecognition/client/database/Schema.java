package io.labelrecognition.client.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables, made where there are none, and refused where they are of another version. */
public final class Schema {
    private static final int VERSION = 1;
    private static final String SCRIPT = "/label-recognition/database/schema.sql";
    /** Of one at a time: many nodes start together. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('label-recognition schema'))";

    private Schema() {
    }

    /** The script that makes the tables. */
    public static String script() {
        try (InputStream in = Schema.class.getResourceAsStream(SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The jar has no " + SCRIPT, e);
        }
    }

    /** @throws IOException if the tables are those of another version */
    static void ensure(Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            if (version == 0) {
                statement.execute(LOCK);
                version = version(statement);
            }
            if (version == 0) {
                statement.execute(script());
                version = VERSION;
            }
            if (version != VERSION) {
                throw new IOException("The tables of the shared store are of version " + version + ", and this application knows version " + VERSION
                        + ": let all nodes be of the same version of label recognition");
            }
            connection.commit();
        } catch (SQLException | IOException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Whether no node has ever been here. */
    static boolean isMissing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return version(statement) == 0;
        }
    }

    /** 0 where there are none. */
    private static int version(Statement statement) throws SQLException {
        // not to_regclass: it would go by what it knew before it waited
        try (ResultSet there = statement.executeQuery("select exists (select from pg_class where relname = 'lr_schema' and pg_table_is_visible(oid))")) {
            there.next();
            if (!there.getBoolean(1)) {
                return 0;
            }
        }
        try (ResultSet version = statement.executeQuery("select max(version) from lr_schema")) {
            version.next();
            return version.getInt(1);
        }
    }
}
