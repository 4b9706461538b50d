package io.labelrecognition.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the questions came to, printed and kept in RESULTS.md: one table of ratios over all questions, then the tables of each. A run
 * replaces what an earlier one had to say to the same questions, between comments that name them, and leaves the rest of the file alone.
 */
public final class Results {
    private static final String RATIOS = "ratios";
    private static final String HEADER = "| question | measured | ours | alternative | ratio | aim |\n|---|---|---|---|---|---|\n";

    private final Path file;
    private final StringBuilder tables = new StringBuilder();
    private final Map<String, List<String>> ratios = new LinkedHashMap<>();
    private String question;

    public Results(Path file) {
        this.file = file;
    }

    /** What follows answers this question. */
    public void ask(String question) {
        this.question = question;
        ratios.put(question, new ArrayList<>());
    }

    /** Begins a table. */
    public void title(String title, String header) {
        say("\n### " + title + "\n\n" + header + "\n" + "|---".repeat(header.length() - header.replace("|", "").length() - 1) + "|");
    }

    public void row(String name, double... numbers) {
        StringBuilder row = new StringBuilder("| " + name + " |");
        for (double number : numbers) {
            row.append(' ').append(number(number)).append(" |");
        }
        say(row.toString());
    }

    private void say(String line) {
        System.out.println(line);
        tables.append(line).append('\n');
    }

    /** @param aim what the ratio is to be at most; 0 where there is no aim */
    public void ratio(String measured, double ours, String alternative, double theirs, double aim) {
        ratios.get(question).add("| " + question + " | " + measured + " | " + number(ours) + " | " + alternative + ": " + number(theirs) + " | "
                + number(ours / theirs) + " | " + (aim == 0 ? "" : number(aim)) + " |");
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, number >= 100 ? "%.0f" : "%.2f", number);
    }

    /** The answers to the question go into the file. */
    public void keep() throws IOException {
        String name = name(question);
        String content = replace(Files.readString(file), name, tables.toString());
        Matcher block = block(RATIOS).matcher(content);
        StringBuilder table = new StringBuilder(HEADER);
        if (block.find()) {
            block.group(1).lines().skip(2).filter(line -> line.startsWith("|") && !name(line.split(" \\| ")[0].substring(2)).equals(name))
                    .forEach(line -> table.append(line).append('\n'));
        }
        ratios.get(question).forEach(line -> {
            System.out.println(line);
            table.append(line).append('\n');
        });
        Files.writeString(file, replace(content, RATIOS, table.toString()));
        tables.setLength(0);
    }

    /** A question without its size. */
    private static String name(String question) {
        return question.replaceFirst("=.*", "");
    }

    private static Pattern block(String name) {
        return Pattern.compile("(?s)<!-- " + name + " -->\n(.*?)<!-- end of " + name + " -->");
    }

    private static String replace(String content, String name, String text) {
        String block = "<!-- " + name + " -->\n" + text + "<!-- end of " + name + " -->";
        Matcher there = block(name).matcher(content);
        return there.find() ? there.replaceFirst(Matcher.quoteReplacement(block)) : content + "\n" + block + "\n";
    }
}
