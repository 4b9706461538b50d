package io.labelrecognition.app;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The system call that puts another program into this process: POSIX {@code execv}.
 *
 * <p>JNA makes it. It would take its native library out of its jar at each start, and ask the system where other libraries lie, which
 * together takes longer than the JVM itself: so its library is {@linkplain #unpack unpacked} beforehand, and no other is wanted.
 */
final class ProcessInPlace {
    private ProcessInPlace() {
    }

    /** Puts JNA's native library into the folder, for the starts to come. */
    static void unpack(Path folder) throws IOException {
        String library = System.mapLibraryName("jnidispatch");
        try (InputStream packed = Native.class.getResourceAsStream(Platform.RESOURCE_PREFIX + "/" + library)) {
            if (packed != null) {
                Files.copy(packed, folder.resolve(library), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Does not return, unless the system refuses.
     *
     * @param command   the arguments in the system's own bytes, the first being the name that the program is called by
     * @param libraries where JNA's native library may have been unpacked
     */
    static void start(Path program, List<byte[]> command, Path libraries) {
        System.setProperty("jna.boot.library.path", libraries.toString());
        System.setProperty("jna.platform.library.path", "");
        Memory list = new Memory((long) (command.size() + 1) * Native.POINTER_SIZE);
        list.clear();
        List<Memory> arguments = new ArrayList<>();
        for (byte[] argument : command) {
            arguments.add(string(argument));
        }
        list.write(0, arguments.toArray(Pointer[]::new), 0, arguments.size());
        NativeLibrary.getProcess().getFunction("execv").invokeInt(new Object[]{string(program.toString().getBytes()), list});
    }

    private static Memory string(byte[] bytes) {
        Memory string = new Memory(bytes.length + 1L);
        string.clear();
        string.write(0, bytes, 0, bytes.length);
        return string;
    }
}
