import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the tests of the shared store would notice: each rule that keeps photos from being lost or paid for twice is left out in a copy of the
 * sources, and the tests have to fail. {@code java benchmarks/Mutants.java}, from the top of the tree; some four minutes.
 */
public final class Mutants {
    private static final String TESTS = "FenceTest,SharedStoreTest";
    private static final String CLIENT = "src/main/java/io/labelrecognition/client/";

    private record Mutant(String name, String file, String is, String becomes) {
    }

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant("a lease is ignored", "database/TaskChanges.java", "or not\\s\"\"\" + IS_HELD + \"\"\"", "or not\\s\"\"\" + \"false\" + \"\"\""),
            new Mutant("a write does not ask whose the task is", "database/TaskChanges.java",
                    "where t.key = v.key and t.node = v.node returning t.key\"\"\";\n\n        private final int state;",
                    "where t.key = v.key returning t.key\"\"\";\n\n        private final int state;"),
            new Mutant("what is being sent is taken over at once", "database/TaskChanges.java", "case when t.state = 1 then t.answer_ms else 0 end", "0"),
            new Mutant("a photo is noted as sent before it is", "recognition/Conversation.java", "        calls++;\n        return request.entity(books::check);",
                    "        calls++;\n        books.sent(\"not-yet-known\");\n        return request.entity(books::check);"),
            new Mutant("calls are counted outside the transaction", "database/Transaction.java", "    void commit() throws SQLException {\n",
                    "    void commit() throws SQLException {\n        connection().commit();\n"),
            new Mutant("calls are not set aside", "database/TaskChanges.java", "send.whole);\n                }", "1);\n                }"),
            new Mutant("a lease is asked of nobody before a call", "database/DatabaseTasks.java", "if (!lease.isAlive()) {", "if (false) {"),
            new Mutant("a stop stays on its node", "database/Stops.java", "circuit.openedElsewhere(", "new java.util.ArrayList<Object>().add("),
            new Mutant("each node tries whether a stop is over", "database/Stops.java", "circuit.isWanted() && take(database, entry.getKey(), node)",
                    "true"));

    private Mutants() {
    }

    public static void main(String[] arguments) throws Exception {
        Path copy = Files.createTempDirectory("mutants");
        int survivors = 0;
        try {
            copy(Path.of(""), copy);
            survivors += test(copy) == 0 ? 0 : fail("The tests fail without any change.");
            for (Mutant mutant : MUTANTS) {
                Path file = copy.resolve(CLIENT).resolve(mutant.file());
                String source = Files.readString(file);
                if (!source.contains(mutant.is())) {
                    survivors += fail(mutant.name() + ": there is no such place any more");
                    continue;
                }
                Files.writeString(file, source.replace(mutant.is(), mutant.becomes()));
                int result = test(copy);
                System.out.println((result == 1 ? "noticed:   " : result == 0 ? "SURVIVED:  " : "no mutant: ") + mutant.name());
                survivors += result == 1 ? 0 : 1;
                Files.writeString(file, source);
            }
        } finally {
            try (Stream<Path> files = Files.walk(copy)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
        System.exit(survivors == 0 ? 0 : 1);
    }

    private static int fail(String why) {
        System.out.println(why);
        return 1;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String part : List.of("src", "routes", "pom.xml", "application.properties", "README.md", "examples/photos")) {
            try (Stream<Path> files = Files.walk(from.resolve(part))) {
                files.forEach(file -> {
                    try {
                        Path target = to.resolve(file.toString());
                        Files.createDirectories(target.getParent());
                        Files.copy(file, target);
                    } catch (java.nio.file.FileAlreadyExistsException e) {
                        // a folder
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }

    /** @return 0 where the tests pass, 1 where they fail, 2 where they could not be run */
    private static int test(Path tree) throws IOException, InterruptedException {
        Path log = tree.resolve("mutant.log");
        int code = new ProcessBuilder("mvn", "-o", "-q", "-B", "-ntp", "test", "-Dtest=" + TESTS).directory(tree.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start().waitFor();
        String said = Files.readString(log);
        return code == 0 ? 0 : said.contains("There are test failures") || said.contains("Tests run:") ? 1 : 2;
    }
}
