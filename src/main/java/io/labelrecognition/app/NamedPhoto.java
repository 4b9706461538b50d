package io.labelrecognition.app;

import io.labelrecognition.client.inbox.InboxFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A photo that the command line names.
 *
 * @param name   as it was given, or what the folder that was given makes of it
 * @param body   a path, or the stream that it comes from; null where there is none
 * @param whyNot why there is no photo of this name; null where there is one
 */
record NamedPhoto(String name, Object body, String whyNot) {
    private static final String STANDARD_INPUT = "-";

    /**
     * The photos of all arguments, those of a folder in the order of their names.
     *
     * @param recursive whether a folder stands for the photos in it and in its sub-folders
     * @param include   which files of a folder are photos, by the endings of their names, with commas between
     * @param input     what {@code -} stands for, once
     */
    static List<NamedPhoto> of(List<String> arguments, boolean recursive, String include, InputStream input) {
        List<NamedPhoto> photos = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(STANDARD_INPUT)) {
                boolean taken = photos.stream().anyMatch(photo -> photo.body == input);
                photos.add(taken ? without(argument, "standard input holds one photo, which was named before") : new NamedPhoto(argument, input, null));
            } else {
                photos.addAll(named(argument, recursive, include));
            }
        }
        return photos;
    }

    private static List<NamedPhoto> named(String argument, boolean recursive, String include) {
        Path file;
        try {
            file = Path.of(argument);
        } catch (InvalidPathException e) {
            return List.of(without(argument, "this name cannot be written in the encoding of this start (" + System.getProperty("sun.jnu.encoding")
                    + "): start with LC_ALL=C.UTF-8"));
        }
        if (Files.isRegularFile(file)) {
            return List.of(new NamedPhoto(argument, file, null));
        } else if (Files.isDirectory(file)) {
            return recursive ? in(file, argument, include) : List.of(without(argument, "this is a folder: -r reads the photos in it"));
        }
        return List.of(without(argument, Files.exists(file) ? "this is no file but a device or a pipe" : "there is no such file"));
    }

    private static List<NamedPhoto> in(Path folder, String argument, String include) {
        Predicate<String> isIncluded = InboxFilter.included(include);
        try (Stream<Path> files = Files.walk(folder)) {
            List<NamedPhoto> photos = files.filter(Files::isRegularFile).filter(file -> isPhoto(file, isIncluded)).sorted()
                    .map(file -> new NamedPhoto(file.toString(), file, null)).toList();
            return photos.isEmpty() ? List.of(without(argument, "there is no photo in this folder (" + include + ")")) : photos;
        } catch (IOException | RuntimeException e) {
            return List.of(without(argument, "this folder cannot be looked through (" + e + ")"));
        }
    }

    private static boolean isPhoto(Path file, Predicate<String> isIncluded) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && isIncluded.test(name);
    }

    private static NamedPhoto without(String name, String whyNot) {
        return new NamedPhoto(name, null, whyNot);
    }
}
