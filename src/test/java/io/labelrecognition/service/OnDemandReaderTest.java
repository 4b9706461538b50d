package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnDemandReaderTest {
    private static final byte[] PHOTO = "A".getBytes(StandardCharsets.UTF_8);

    private final SlowReader real = SlowReader.unbounded();
    private final AtomicInteger openings = new AtomicInteger();

    @Test
    void itIsOpenedByTheFirstPhotoAndOnlyOnce() {
        OnDemandReader reader = opening(() -> real);
        assertEquals(0, openings.get());

        List<Reading> readings = IntStream.range(0, 50).parallel().mapToObj(i -> read(reader)).toList();
        assertEquals(50, readings.size());
        assertEquals(1, openings.get());
        reader.close();
        assertTrue(real.closed);
    }

    @Test
    void warmingUpOpensIt() {
        OnDemandReader reader = opening(() -> real);
        reader.warmUp();
        assertEquals(1, openings.get());
        read(reader);
        assertEquals(1, openings.get());
    }

    @Test
    void aMissingLibraryIsToldToEachPhotoAndNotTriedAgain() {
        OnDemandReader reader = opening(() -> {
            throw new UnsatisfiedLinkError("libonnxruntime.so: GLIBC_2.28 not found");
        });
        reader.warmUp();
        for (int i = 0; i < 3; i++) {
            String message = assertThrows(UnreadablePhotoException.class, () -> reader.read(PHOTO, ReadingOptions.DEFAULT)).getMessage();
            assertTrue(message.contains("GLIBC_2.28 not found"), message);
            assertTrue(message.contains("com.microsoft.onnxruntime:onnxruntime"), message);
        }
        assertEquals(1, openings.get());
    }

    @Test
    void whatMayPassIsTriedAgainWithTheNextPhoto() throws UnreadablePhotoException {
        OnDemandReader reader = opening(() -> {
            if (openings.get() < 3) {
                throw new IllegalStateException("no space left on device");
            }
            return real;
        });
        assertThrows(UnreadablePhotoException.class, () -> reader.read(PHOTO, ReadingOptions.DEFAULT));
        assertThrows(UnreadablePhotoException.class, () -> reader.read(PHOTO, ReadingOptions.DEFAULT));
        assertFalse(reader.read(PHOTO, ReadingOptions.DEFAULT).lines().isEmpty());
    }

    @Test
    void afterItsEndItReadsNothing() {
        OnDemandReader reader = opening(() -> real);
        reader.close();
        assertThrows(UnreadablePhotoException.class, () -> reader.read(PHOTO, ReadingOptions.DEFAULT));
        assertEquals(0, openings.get());
    }

    @Test
    void aClientHearsThatNothingCanBeReadHere() {
        OnDemandReader reader = opening(() -> {
            throw new NoClassDefFoundError("ai/onnxruntime/OrtEnvironment");
        });
        try (RunningService service = new RunningService(RunningService.settings(), reader, Clock.systemUTC())) {
            String id = service.sendPhoto("A");
            service.awaitStatus(id, "Error");
            String message = service.result(id).get("error").get("messages").get(0).textValue();
            assertTrue(message.startsWith("The text reader cannot be used on this machine"), message);
        }
    }

    private OnDemandReader opening(Supplier<PhotoReader> opening) {
        return new OnDemandReader(() -> {
            openings.incrementAndGet();
            return opening.get();
        });
    }

    private static Reading read(PhotoReader reader) {
        try {
            return reader.read(PHOTO, ReadingOptions.DEFAULT);
        } catch (UnreadablePhotoException e) {
            throw new IllegalStateException(e);
        }
    }
}
