package io.labelrecognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The local reader has a pom of its own; what it brings is what is built and tested here. */
class PomsTest {
    static Stream<Arguments> versions() {
        return Stream.of(arguments("<version>(.*?)</version>"), arguments("<onnxruntime.version>(.*?)<"), arguments("<models.version>(.*?)<"),
                arguments("<imageio.version>(.*?)<"), arguments("<words.version>(.*?)<"), arguments("<morfologik.version>(.*?)<"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theLocalReaderHasTheVersionsThatAreTestedHere(String version) throws Exception {
        assertEquals(first(version, Path.of("pom.xml")), first(version, Path.of("local-reader/pom.xml")));
    }

    private static String first(String pattern, Path pom) throws Exception {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(pom).replaceFirst("(?s)^.*?<modelVersion>", ""));
        return found.find() ? found.group(1) : "none in " + pom;
    }
}
