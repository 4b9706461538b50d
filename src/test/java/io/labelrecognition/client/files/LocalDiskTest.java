package io.labelrecognition.client.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsAddedIsReadAndWhatIsCutOffIsGone() throws IOException {
        Path path = folder.resolve("file");
        try (Disk.Appendable file = Disk.LOCAL.open(path)) {
            file.append(bytes("one"));
            file.append(bytes("two"));
            file.force();
            assertArrayEquals(bytes("etw"), file.read(2, 3));
            assertThrows(EOFException.class, () -> file.read(4, 3));
            file.truncate(4);
            file.append(bytes("!"));
            assertEquals(5, Files.size(path));
        }
        assertEquals("onet!", Files.readString(path));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void forcingReachesTheSystem() throws IOException {
        Disk.Appendable file = Disk.LOCAL.open(folder.resolve("file"));
        file.close();
        assertThrows(IOException.class, file::force);
    }

    @Test
    void anInterruptedThreadClosesTheFileForNobody() throws IOException {
        try (Disk.Appendable file = Disk.LOCAL.open(folder.resolve("file"))) {
            Thread.currentThread().interrupt();
            file.append(bytes("one"));
            file.force();
            Thread.interrupted();
            file.append(bytes("two"));
            assertArrayEquals(bytes("onetwo"), file.read(0, 6));
        }
    }

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path path = folder.resolve("file");
        Files.writeString(folder.resolve(".file.part"), "what a kill has left of a write");
        Disk.LOCAL.write(path, bytes("first"));
        Disk.LOCAL.write(path, bytes("second"));
        assertEquals("second", Files.readString(path));
        assertFalse(Files.exists(folder.resolve(".file.part")));
    }
}
