package io.labelrecognition.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The archive of loaded classes beside the launcher, {@code label-recognition.jsa}: the JVM maps it instead of parsing and verifying some
 * seven thousand classes, and is ready in about half the time.
 *
 * <p>The JVM is told of an archive on its command line alone: neither a jar nor a program can say it. So where there is one, the process
 * starts over, once and in place (Linux): it keeps its id, its streams and its signals, and whoever supervises it sees one process. An
 * archive that does not fit the JVM or the jars any more is passed over by the JVM.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class Data Sharing</a>
 */
final class ClassArchive {
    private static final String USE = "-XX:SharedArchiveFile=";
    /** An archive that does not fit is no news, least of all on standard output. */
    private static final String SILENT = "-Xlog:cds*=off";
    /**
     * Where nothing is said of memory: some 20 MB live, and the JVM's own choice lets the heap grow to a quarter of the machine's memory
     * before it clears it (1,040 MB resident after 50 photos where this had 670).
     */
    private static final List<String> FRUGAL = List.of("-XX:+UseSerialGC", "-Xms64m");
    /**
     * Where nothing is said of compilers: the work is done in native code and in I/O, and the second compiler takes more than it gives.
     * Without it a start to "watching" takes 0.7 s instead of 1.0 s, the first thousand photos in flight 6 ms of CPU time each instead of
     * 10, and reading on this machine as long as with it, for 26 photos, for 156, and for some of 48 megapixels.
     */
    private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";
    private static final String UTF_8 = "UTF-8";
    private static final String OF_MEMORY = "-Xm[sx].*|-XX:.*(GC|Heap|RAM).*";
    private static final String OF_COMPILERS = "-Xint|-Xcomp|-Xmixed|-XX:.*(Tier|Compil|JVMCI).*";
    /** Whoever gives one of these has an archive of their own, or something in the JVM that must not be started twice. */
    private static final String OTHERWISE = "-XX:(SharedArchiveFile=|ArchiveClassesAtExit|\\+AutoCreateSharedArchive).*"
            + "|(-Xshare|-agent|-javaagent|-Xrun|-Xdebug|@).*";
    private static final List<String> VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private ClassArchive() {
    }

    /** Does not return where the process starts over; does nothing where there is no archive, or none is wanted. */
    static void use() {
        try {
            Path archive = archive(System.getProperty("java.class.path"));
            if (!Files.isRegularFile(archive)) {
                return;
            }
            Path program = Path.of("/proc/self/exe").toRealPath();
            List<byte[]> command = command(Files.readAllBytes(Path.of("/proc/self/cmdline")), archive, System.getenv(), System.getProperty("sun.jnu.encoding"));
            // not where the JVM is part of another program
            if (command != null && program.equals(Path.of(System.getProperty("java.home"), "bin", "java").toRealPath())) {
                ProcessInPlace.start(program, command, archive.resolveSibling("lib"));
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // no Linux, or not allowed to: the start takes longer, and that is all
        }
    }

    /** The archive of a launcher: {@code x.jar} has {@code x.jsa}. */
    static Path archive(String launcher) {
        return Path.of(launcher.replaceAll("\\.jar$", "") + ".jsa").toAbsolutePath();
    }

    /**
     * The command line with the archive.
     *
     * @param line the command line as the operating system has it: each argument, in bytes, ends in a zero
     * @param names the encoding of file names in this JVM: where there is no locale, as under cron, it has no umlauts
     * @return null where the command line is to stay as it is
     */
    static List<byte[]> command(byte[] line, Path archive, Map<String, String> environment, String names) {
        // no lambda here: the first would take this JVM, which is not to stay, 10 ms
        for (String variable : VARIABLES) {
            if (environment.containsKey(variable)) {
                return null;
            }
        }
        List<byte[]> arguments = new ArrayList<>();
        List<String> options = new ArrayList<>();
        boolean launched = false;
        for (int start = 0, end = 0; end < line.length; end++) {
            if (line[end] == 0) {
                byte[] argument = Arrays.copyOfRange(line, start, end);
                arguments.add(argument);
                start = end + 1;
                String option = new String(argument, StandardCharsets.ISO_8859_1);
                launched = launched || option.equals("-jar");
                if (!launched && arguments.size() > 1) {
                    options.add(option);
                }
            }
        }
        if (!launched || isAny(options, OTHERWISE)) {
            return null;
        }
        List<String> added = new ArrayList<>(List.of(USE + archive, SILENT));
        if (!UTF_8.equals(names)) {
            added.add("-Dsun.jnu.encoding=" + UTF_8);
        }
        if (!isAny(options, OF_MEMORY)) {
            added.addAll(FRUGAL);
        }
        if (!isAny(options, OF_COMPILERS)) {
            added.add(ONE_COMPILER);
        }
        List<byte[]> command = new ArrayList<>(arguments.subList(0, 1));
        for (String option : added) {
            command.add(option.getBytes());
        }
        command.addAll(arguments.subList(1, arguments.size()));
        return command;
    }

    private static boolean isAny(List<String> options, String kind) {
        for (String option : options) {
            if (option.matches(kind)) {
                return true;
            }
        }
        return false;
    }
}
