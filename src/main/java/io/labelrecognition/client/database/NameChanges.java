package io.labelrecognition.client.database;

import io.labelrecognition.client.store.PhotoClaims.Name;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is written of names that one machine at a time may use. */
final class NameChanges {
    private NameChanges() {
    }

    /** All names of some changes in one order, each with its node. */
    private record Held(Name name, long node) {
        static List<Held> all(List<? extends Names<?>> changes) {
            return changes.stream().flatMap(change -> change.names().stream().map(name -> new Held(name, change.node()))).distinct()
                    .sorted(Comparator.comparing((Held held) -> held.name().place()).thenComparing(held -> held.name().name())).toList();
        }

        static Object[] columns(List<Held> all) {
            return new Object[] {Transaction.texts(all, held -> held.name().place()), Transaction.texts(all, held -> held.name().name()),
                Transaction.longs(all, Held::node)};
        }
    }

    /**
     * A change of several names.
     *
     * @param <T> what comes of it
     */
    abstract static class Names<T> extends Change<T> {
        private final Set<Name> names;

        Names(Collection<Name> names, long node, boolean isLasting) {
            // whoever gives a name back has waited until it was its own
            super(null, node, isLasting);
            this.names = new HashSet<>(names);
        }

        Set<Name> names() {
            return names;
        }
    }

    /** Takes those that no other living node has: they come of it. */
    static final class Take extends Names<Set<Name>> {
        private static final String SQL = """
                insert into lr_claim as c (place, name, node)
                select v.place, v.name, v.node from unnest(?, ?, ?) as v (place, name, node)
                where exists (select from lr_node n where n.node = v.node and n.lease_until > clock_timestamp()) order by v.place, v.name
                on conflict (place, name) do update set node = excluded.node
                where c.node = excluded.node or not exists (select from lr_node n where n.node = c.node and n.lease_until > statement_timestamp())
                returning c.place, c.name, c.node""";

        Take(Collection<Name> names, long node) {
            super(names, node, false);
        }

        static void write(Transaction transaction, List<Take> takes) throws SQLException {
            Set<Held> taken = new HashSet<>();
            transaction.query(SQL, row -> taken.add(new Held(new Name(row.getString(1), row.getString(2)), row.getLong(3))),
                    Held.columns(Held.all(takes)));
            for (Take take : takes) {
                take.result(take.names().stream().filter(name -> taken.contains(new Held(name, take.node()))).collect(Collectors.toSet()));
            }
        }
    }

    /** Gives them back. */
    static final class Release extends Names<Void> {
        private static final String SQL = """
                delete from lr_claim c using unnest(?, ?, ?) as v (place, name, node)
                where c.place = v.place and c.name = v.name and c.node = v.node""";

        Release(Collection<Name> names, long node) {
            super(names, node, true);
        }

        static void write(Transaction transaction, List<Release> releases) throws SQLException {
            transaction.update(SQL, Held.columns(Held.all(releases)));
        }
    }
}
