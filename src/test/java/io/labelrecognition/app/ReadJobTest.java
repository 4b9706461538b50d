package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.examples.SamplePhotos;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos named on the command line, read by the real reader: what is printed of them. */
class ReadJobTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String photo(String name, String... lines) throws IOException {
        Path photo = directory.resolve(name);
        Files.createDirectories(photo.getParent());
        return Files.write(photo, SamplePhotos.label(lines)).toString();
    }

    private int run(String resultType, boolean json, List<NamedPhoto> photos) throws Exception {
        return run(out, Map.of("LABEL_RESULT_TYPE", resultType), json, photos);
    }

    private int run(OutputStream printed, Map<String, String> environment, boolean json, List<NamedPhoto> photos) throws Exception {
        out.reset();
        err.reset();
        return new ReadJob(Settings.load(directory, null, environment), new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), json).read(photos);
    }

    private static List<NamedPhoto> named(InputStream input, String... arguments) {
        return NamedPhoto.of(List.of(arguments), true, "jpg,png", input);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFolderStandsForItsPhotosAndADashForStandardInputAndEachIsALineOfJson() throws Exception {
        String b = photo("shelf/b.png", "EXIT ONLY");
        String a = photo("shelf/deep/a.JPG", "FRESH MILK");
        photo("shelf/.hidden.png", "HIDDEN");
        Files.writeString(directory.resolve("shelf/notes.txt"), "no photo");
        String c = Files.writeString(directory.resolve("shelf/c.png"), "neither").toString();
        String empty = Files.createDirectory(directory.resolve("empty")).toString();
        InputStream input = new ByteArrayInputStream(SamplePhotos.label("NO ENTRY"));

        assertEquals(1, run("TextAndHocr", true, named(input, directory.resolve("shelf").toString(), "-", empty, "-")));

        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertEquals(List.of(b, c, a, "-", empty, "-"), lines.stream().map(line -> line.get("photo").textValue()).toList());
        assertEquals(List.of("EXIT ONLY\n", "", "FRESH MILK\n", "NO ENTRY\n", "", ""), lines.stream().map(line -> line.path("text").asText()).toList());
        assertEquals(List.of("", "error", "", "", "photo", "photo"), lines.stream().map(line -> line.path("reason").asText()).toList());
        assertTrue(lines.get(0).get("confidence").doubleValue() > .8 && lines.get(0).get("minConfidence").doubleValue() > .8, () -> lines.get(0).toString());
        assertEquals(1, lines.get(3).get("results").size());
        assertTrue(new String(lines.get(3).at("/results/Hocr").binaryValue(), StandardCharsets.UTF_8).contains(">ENTRY</span>"));
        assertTrue(lines.get(1).get("error").textValue().contains("this is plain text"), () -> lines.get(1).toString());
        assertTrue(lines.get(4).get("error").textValue().contains("no photo in this folder"), () -> lines.get(4).toString());
        assertEquals("", err());
    }

    @Test
    void aFormatThatIsNoTextIsPrintedAsItIs() throws Exception {
        String photo = photo("exit.png", "EXIT ONLY");
        assertEquals(0, run("Pdf", false, named(null, photo)));
        try (PDDocument pdf = Loader.loadPDF(out.toByteArray())) {
            assertEquals("EXIT ONLY", new PDFTextStripper().getText(pdf).strip());
        }
        String message = assertThrows(UsageException.class, () -> run("Pdf", false, named(null, photo, photo))).getMessage();
        assertTrue(message.contains("label.result-type is Pdf"), message);
        assertEquals(0, run("TextAndPdf", false, named(null, photo)));
        assertEquals("EXIT ONLY\n", out.toString(StandardCharsets.UTF_8));
        assertTrue(err().startsWith("Left out here: [Pdf]."), err());
    }

    @Test
    void aPhotoThatCannotBeReadIsSaidOnStandardErrorAndTheOthersArePrinted() throws Exception {
        String good = photo("good.png", "EXIT ONLY");
        String bad = Files.writeString(directory.resolve("bad.jpg"), "this is no photo").toString();
        String folder = Files.createDirectory(directory.resolve("folder")).toString();
        assertEquals(1, run(out, Map.of(), false, NamedPhoto.of(List.of(bad, good, "none.jpg", folder, "/dev/null"), false, "jpg", null)));
        assertEquals("== " + good + " ==\nEXIT ONLY\n", out.toString(StandardCharsets.UTF_8));
        assertTrue(err().contains("bad.jpg: "), err());
        assertTrue(err().contains("none.jpg: there is no such file"), err());
        assertTrue(err().contains("folder: this is a folder: -r reads"), err());
        assertTrue(err().contains("/dev/null: this is no file"), err());
        assertEquals(4, err().lines().count(), err());
    }

    /** It serves nobody else, so neither a port that another has nor a proxy is in its way. */
    @Test
    void theServiceOfThisProcessIsReachedWhateverThePortAndTheProxy() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = Map.of("LABEL_LOCAL_PORT", "" + other.getLocalPort(), "LABEL_PROXY", "http://127.0.0.1:1");
            assertEquals(0, run(out, settings, false, named(null, photo("exit.png", "EXIT ONLY"))), this::err);
            assertEquals("EXIT ONLY\n", out.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void textsThatReachNobodyAreNoSuccess() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertEquals(1, run(full, Map.of(), false, named(null, photo("exit.png", "EXIT ONLY"))));
        assertTrue(err().contains("Standard output cannot be written"), err());
    }
}
