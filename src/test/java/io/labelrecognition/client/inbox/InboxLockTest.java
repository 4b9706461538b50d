package io.labelrecognition.client.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.files.FileLocks;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("looks at all output of the process")
class InboxLockTest {
    @TempDir
    private Path directory;

    @Test
    void aContextThatCannotHaveTheLockDoesNotTakeItFromTheOneThatHasIt() throws Exception {
        Path file = directory.resolve("lock");
        try (FileLocks.Held held = FileLocks.tryLock(file)) {
            assertNotNull(held);
            assertNull(FileLocks.tryLock(file), "another context of this process");
            assertEquals("taken", otherProcess(file));
        }
        assertEquals("free", otherProcess(file));
        try (FileLocks.Held again = FileLocks.tryLock(file)) {
            assertNotNull(again);
        }
    }

    /** As after a reload in development mode, or in two web applications of one server. */
    @Test
    void theClassMayBeLoadedTwice() throws Exception {
        Path file = directory.resolve("lock");
        java.net.URL[] classes = {FileLocks.class.getProtectionDomain().getCodeSource().getLocation()};
        try (FileLocks.Held held = FileLocks.tryLock(file); java.net.URLClassLoader other = new java.net.URLClassLoader(classes, null)) {
            assertNotNull(held);
            java.lang.reflect.Method tryLock = other.loadClass(FileLocks.class.getName()).getDeclaredMethod("tryLock", Path.class);
            tryLock.setAccessible(true);

            assertNull(tryLock.invoke(null, file));
            assertEquals("taken", otherProcess(file));
        }
    }

    private static String otherProcess(Path file) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), file.toString()).start();
        String answer = new String(process.getInputStream().readAllBytes()).trim();
        process.waitFor();
        return answer;
    }

    /** Tries for a lock, and says whether it was free. */
    static final class OtherProcess {
        public static void main(String[] arguments) throws Exception {
            System.out.println(FileLocks.tryLock(Path.of(arguments[0])) == null ? "taken" : "free");
        }
    }

    @Test
    void whatIsWrongWithAnInboxIsSaidOnceWhenItComesAboutAndWhenItIsOver() throws Exception {
        Path inbox = directory.resolve("inbox");
        try (InboxLock lock = new InboxLock(inbox); CapturedOutput output = new CapturedOutput()) {
            assertFalse(lock.isOurs());
            assertFalse(lock.isOurs());
            assertEquals(1, count(output, "the inbox is gone"));

            Files.writeString(inbox, "a file");
            assertFalse(lock.isOurs());
            assertFalse(lock.isOurs());
            assertEquals(1, count(output, "the inbox is a file"));

            Files.delete(inbox);
            Files.createDirectories(inbox.resolve(InboxLock.FILE));
            assertFalse(lock.isOurs());
            assertEquals(1, count(output, "cannot be written"));

            Files.delete(inbox.resolve(InboxLock.FILE));
            assertTrue(lock.isOurs());
            assertEquals(1, count(output, "working again"));
        }
    }

    private static int count(CapturedOutput output, String words) {
        return output.toString().split(words, -1).length - 1;
    }
}
