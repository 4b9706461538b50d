package io.labelrecognition.app;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.List;

/** The system call that puts another program into this process: POSIX {@code execv}. */
final class ProcessInPlace {
    private ProcessInPlace() {
    }

    /**
     * Does not return, unless the system refuses.
     *
     * @param command the arguments in the system's own bytes, the first being the name that the program is called by
     */
    static void start(Path program, List<byte[]> command) {
        Pointer[] arguments = command.stream().map(ProcessInPlace::string).toArray(Pointer[]::new);
        Memory list = new Memory((long) (arguments.length + 1) * Native.POINTER_SIZE);
        list.clear();
        list.write(0, arguments, 0, arguments.length);
        NativeLibrary.getProcess().getFunction("execv").invokeInt(new Object[]{string(program.toString().getBytes()), list});
    }

    private static Memory string(byte[] bytes) {
        Memory string = new Memory(bytes.length + 1L);
        string.clear();
        string.write(0, bytes, 0, bytes.length);
        return string;
    }
}
