package io.labelrecognition.ocr.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol buffer message as the list of its fields in their order, without a schema
 * (<a href="https://protobuf.dev/programming-guides/encoding/">encoding</a>): enough to change a few fields of an ONNX file and leave all others
 * as they are. A library for the whole of it would weigh more than the reader.
 */
final class Message {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;

    /** @param value of a varint; the content of all other fields is in {@code bytes}, or in {@code message} where it was added as one */
    private record Field(int number, int type, long value, ByteBuffer bytes, Message message) {
        int length() {
            return message != null ? message.size() : bytes == null ? 0 : bytes.remaining();
        }
    }

    private final List<Field> fields = new ArrayList<>();

    static Message parse(ByteBuffer from) {
        ByteBuffer in = from.slice();
        Message message = new Message();
        while (in.hasRemaining()) {
            long key = varint(in);
            int number = (int) (key >>> 3);
            int type = (int) (key & 7);
            if (type == VARINT) {
                message.fields.add(new Field(number, type, varint(in), null, null));
            } else {
                int length = switch (type) {
                    case EIGHT_BYTES -> 8;
                    case FOUR_BYTES -> 4;
                    case BYTES -> (int) varint(in);
                    default -> throw new IllegalArgumentException("wire type " + type);
                };
                message.fields.add(new Field(number, type, 0, in.slice(in.position(), length), null));
                in.position(in.position() + length);
            }
        }
        return message;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 127) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The content of each field of a number, where it is a string, bytes, packed numbers or a message. */
    List<ByteBuffer> bytes(int number) {
        return fields.stream().filter(field -> field.number == number && field.bytes != null)
                .map(field -> field.bytes.slice().order(ByteOrder.LITTLE_ENDIAN)).toList();
    }

    List<Message> messages(int number) {
        return bytes(number).stream().map(Message::parse).toList();
    }

    List<String> strings(int number) {
        return bytes(number).stream().map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString()).toList();
    }

    /** The varints of a number, packed or one by one. */
    List<Long> numbers(int number) {
        List<Long> numbers = new ArrayList<>();
        for (Field field : fields) {
            if (field.number == number && field.type == VARINT) {
                numbers.add(field.value);
            } else if (field.number == number) {
                for (ByteBuffer packed = field.bytes.slice(); packed.hasRemaining(); ) {
                    numbers.add(varint(packed));
                }
            }
        }
        return numbers;
    }

    Message without(int number) {
        fields.removeIf(field -> field.number == number);
        return this;
    }

    Message with(int number, byte[] bytes) {
        fields.add(new Field(number, BYTES, 0, ByteBuffer.wrap(bytes), null));
        return this;
    }

    Message with(int number, String text) {
        return with(number, text.getBytes(StandardCharsets.UTF_8));
    }

    Message with(int number, Message message) {
        fields.add(new Field(number, BYTES, 0, null, message));
        return this;
    }

    Message with(int number, long value) {
        fields.add(new Field(number, VARINT, value, null, null));
        return this;
    }

    Message with(int number, float value) {
        fields.add(new Field(number, FOUR_BYTES, 0,
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip(), null));
        return this;
    }

    /** The message as it is written, in native memory. */
    ByteBuffer toBytes() {
        ByteBuffer out = ByteBuffer.allocateDirect(size());
        write(out);
        return out.flip();
    }

    private int size() {
        int size = 0;
        for (Field field : fields) {
            size += varintSize((long) field.number << 3);
            int length = field.length();
            size += field.type == VARINT ? varintSize(field.value) : field.type == BYTES ? varintSize(length) + length : length;
        }
        return size;
    }

    private void write(ByteBuffer out) {
        for (Field field : fields) {
            write((long) field.number << 3 | field.type, out);
            if (field.type == VARINT) {
                write(field.value, out);
                continue;
            }
            if (field.type == BYTES) {
                write(field.length(), out);
            }
            if (field.message != null) {
                field.message.write(out);
            } else {
                out.put(field.bytes.slice());
            }
        }
    }

    private static int varintSize(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }

    private static void write(long varint, ByteBuffer out) {
        long rest = varint;
        while ((rest & ~127L) != 0) {
            out.put((byte) (rest & 127 | 128));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }
}
