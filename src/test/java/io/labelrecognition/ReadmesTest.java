package io.labelrecognition;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands and links of the READMEs name is there. The first commands of all are run as they stand by {@code .ci/readme}. */
class ReadmesTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\n(.*?)^```");
    private static final Pattern FILE = Pattern.compile("(?<![\\w/.$-])(examples|quarkus|benchmarks|routes|src)/[\\w./*-]+");
    private static final Pattern LINK = Pattern.compile("]\\((?!http|#)([^)#]+)");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "examples/README.md", "quarkus/README.md", "benchmarks/README.md"})
    void whatTheyNameIsThere(String readme) throws Exception {
        Path file = Path.of(readme);
        String text = Files.readString(file);
        List<String> missing = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        int named = 0;
        while (block.find()) {
            Matcher name = FILE.matcher(block.group(1));
            while (name.find()) {
                String path = name.group().replaceAll("\\*.*", "").replaceAll("[.,;:]$", "");
                if (!path.contains("/target")) {
                    named++;
                    if (!Files.exists(Path.of(path))) {
                        missing.add(path);
                    }
                }
            }
        }
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            named++;
            if (!Files.exists(file.resolveSibling(link.group(1)))) {
                missing.add(link.group(1));
            }
        }
        assertTrue(missing.isEmpty(), () -> readme + " names " + missing);
        assertTrue(named > 0 || readme.startsWith("quarkus"), readme);
    }
}
