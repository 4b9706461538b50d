package io.labelrecognition.client.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.Printable;
import io.labelrecognition.client.wire.RecognitionSettings.Region;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;

/**
 * What each setting takes, in one place: for {@code label.max-in-flight} of an application as for the parameter {@code maxInFlight} of a
 * Kamelet. Whoever starts something asks before anything else, and says all that is wrong at once.
 */
public final class SettingRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As Camel reads it: anything else is refused there, or is nothing. */
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?");
    private static final long LONGEST = Duration.ofDays(365).toMillis();
    /** As far as a name may be from one that there is, to be taken for a slip. */
    private static final int SLIP = 3;

    private static final String SOURCE = "label-inbox-source";
    private static final String RECOGNITION = "label-recognition-action";
    private static final String FALLBACK = "label-fallback-action";

    /**
     * One setting.
     *
     * @param name      {@code label.…}; null for a parameter that no setting gives
     * @param kamelet   whose parameter it is; null for none
     * @param parameter what it is called there
     * @param takes     what it takes, with an example, in words that follow "it takes"
     * @param isSecret  whether its value is shown to nobody
     * @param isEmpty   whether it may be empty
     * @param accepts   whether a value that is not empty is one
     */
    private record Rule(String name, String kamelet, String parameter, String takes, boolean isSecret, boolean isEmpty,
                        Predicate<String> accepts) {
    }

    private static final String A_DURATION = "a duration of up to a year, such as 500ms, 1s, 10m or 24h";
    private static final String A_FOLDER = "the path of a folder, without ? and {{, such as /var/labels/inbox";
    private static final String A_SECRET = "a file that can be read, such as /run/secrets/label, or nothing";
    private static final String TRUE_OR_FALSE = "true or false";

    private static final List<Rule> RULES = List.of(
            rule("label.inbox", SOURCE, "inboxFolder", A_FOLDER, SettingRules::isFolder),
            rule("label.outbox", SOURCE, "outboxFolder", A_FOLDER, SettingRules::isFolder),
            rule("label.done", SOURCE, "doneFolder", A_FOLDER, SettingRules::isFolder),
            rule("label.failed", SOURCE, "failedFolder", A_FOLDER, SettingRules::isFolder),
            rule("label.include", SOURCE, "include", "endings of file names with commas between them, such as jpg,jpeg,png",
                    value -> value.matches("[A-Za-z0-9]{1,10}(\\s*,\\s*[A-Za-z0-9]{1,10})*")),
            rule("label.settle", SOURCE, "settle", A_DURATION, value -> isDuration(value, true)),
            rule("label.max-in-flight", SOURCE, "maxInFlight", "a number from 1 to 100000, such as 64", value -> isNumber(value, 1, 100_000)),
            optional("label.review-below", SOURCE, "reviewBelow", "a confidence from 0 to 1, such as 0.8, or nothing",
                    value -> value.matches("0?\\.\\d{1,6}|[01](\\.0*)?")),
            rule(null, SOURCE, "recognition", "the URI of an endpoint, such as kamelet:label-recognition-action/shop",
                    value -> value.contains(":")),
            rule(null, FALLBACK, "recognition", "the URI of an endpoint, such as kamelet:label-recognition-action/shop", value -> value.contains(":")),
            rule(null, FALLBACK, "fallback", "the URI of an endpoint, such as kamelet:label-recognition-action/local", value -> value.contains(":")),
            optional("label.fallback", null, null, "local, or nothing", value -> value.equalsIgnoreCase("local")),
            rule("label.fallback-after", FALLBACK, "fallbackAfter", A_DURATION, value -> isDuration(value, true)),
            rule("label.journal", RECOGNITION, "journal", A_FOLDER.replace("inbox", "journal"), SettingRules::isFolder),
            optional(null, RECOGNITION, "ledger", A_FOLDER.replace("inbox", "journal"), SettingRules::isFolder),
            optional("label.store", RECOGNITION, "store", "the name of a data source among the host's beans, such as labelDatabase, or nothing",
                    value -> value.matches("[A-Za-z0-9_.-]{1,100}")),
            new Rule("label.store-url", null, null, "a JDBC URL of PostgreSQL, such as jdbc:postgresql://db.example.com/labels, or nothing", true, true,
                    value -> value.startsWith("jdbc:postgresql:")),
            optional("label.store-user", null, null, "the user of the database, or nothing", value -> true),
            new Rule("label.store-password", null, null, "the password of the database's user, or nothing", true, true, value -> true),
            optional("label.store-password-file", null, null, A_SECRET, SettingRules::isReadable),
            rule("label.store-lease", null, null, "a duration from 1s to 1h, such as 15s",
                    value -> isDuration(value, false) && TimeUtils.toMilliSeconds(value) >= 1_000 && TimeUtils.toMilliSeconds(value) <= 3_600_000),
            rule("label.reuse-results", RECOGNITION, "reuseResults", A_DURATION + ", or 0 for never",
                    value -> value.equals("0") || isDuration(value, true)),
            optional("label.calls-per-month", RECOGNITION, "callsPerMonth", "a number from 2 on, such as 150, or nothing for any number",
                    value -> isNumber(value, 2, 1_000_000_000)),
            rule("label.max-photo-bytes", RECOGNITION, "maxPhotoBytes", "a size of up to 2 GB, such as 20MB", SettingRules::isSize),
            oneOf("label.poll", RECOGNITION, "poll", "frugal", "balanced", "prompt"),
            rule("label.timeout", RECOGNITION, "resultTimeout", A_DURATION, value -> isDuration(value, false)),
            rule("label.answer-timeout", RECOGNITION, "answerTimeout", A_DURATION, value -> isDuration(value, false)),
            oneOf("label.resend-ambiguous", RECOGNITION, "resendAmbiguous", "true", "false"),
            optional("label.service-url", RECOGNITION, "serviceUrl",
                    "an http or https URL without user, password, query and fragment, such as https://api.aspose.cloud", SettingRules::isServiceUrl),
            new Rule("label.client-id", RECOGNITION, "clientId", "the client id of the account", true, true, value -> true),
            new Rule("label.client-secret", RECOGNITION, "clientSecret", "the client secret of the account", true, true, value -> true),
            optional("label.client-secret-file", null, null, A_SECRET, SettingRules::isReadable),
            optional("label.price-per-call", null, null, "a price, such as 0.02, or nothing", value -> value.matches("\\d{1,9}(\\.\\d{1,9})?")),
            oneOf("label.local-service", null, null, "true", "false", "auto"),
            rule("label.local-port", null, null, "a port from 0 (any free one) to 65535, such as 8092", value -> isNumber(value, 0, 65535)),
            oneOf("label.log-format", null, null, "text", "json"),
            oneOf("label.page", null, null, "true", "false"),
            optional("label.models", null, null, "a folder that is there, such as models", value -> isPath(value) && Files.isDirectory(Path.of(value))),
            optional("label.proxy", RECOGNITION, "proxy", "the URL of an HTTP proxy without user and password, such as http://proxy.example.com:3128",
                    SettingRules::isProxy),
            optional("label.trust-store", RECOGNITION, "trustStore", "a file that is there, such as /etc/ssl/private-ca.p12",
                    value -> isPath(value) && Files.isRegularFile(Path.of(value))),
            optional("label.record", RECOGNITION, "record", A_FOLDER.replace("inbox", "recordings") + ", or nothing", SettingRules::isFolder),
            oneOf("label.language", RECOGNITION, "language", "English"),
            oneOf("label.skew-correction", RECOGNITION, "skewCorrection", "true", "false"),
            oneOf("label.upsampling", RECOGNITION, "upsampling", "true", "false"),
            oneOf("label.result-type", RECOGNITION, "resultType", "Text", "Pdf", "Hocr", "TextAndPdf", "TextAndHocr", "PdfAndHocr",
                    "TextAndPdfAndHocr", "ImagePNG", "JSON"),
            oneOf("label.preview", RECOGNITION, "preview", "true", "false"),
            optional("label.binarization", RECOGNITION, "binarization", TRUE_OR_FALSE + ", or nothing", SettingRules::isBoolean),
            optional("label.spell-check", RECOGNITION, "spellCheck", TRUE_OR_FALSE + ", or nothing", SettingRules::isBoolean),
            optional("label.contrast-correction", RECOGNITION, "contrastCorrection", TRUE_OR_FALSE + ", or nothing", SettingRules::isBoolean),
            optional("label.rotate", RECOGNITION, "rotate", "degrees from -360 to 360, such as 90, or nothing", value -> isNumber(value, -360, 360)),
            optional("label.regions", RECOGNITION, "regions", "a JSON array of rectangles, such as"
                    + " [{\"rect\":{\"topLeftX\":0,\"topLeftY\":0,\"bottomRightX\":200,\"bottomRightY\":80},\"order\":0}], or nothing",
                    SettingRules::areRegions),
            optionallyOneOf("label.dsr-mode", "dsrMode", "Regions", "DsrNoFilter", "DsrAndFilter", "NoDsrNoFilter", "TextDetector",
                    "DsrPlusDetector", "PolygonalTextDetector", "LineDetector", "CraftPoly"),
            optionallyOneOf("label.dsr-confidence", "dsrConfidence", "Default", "Low", "LowMid", "Mid", "MidHigh", "High", "Ultra", "All"));

    private SettingRules() {
    }

    private static Rule rule(String name, String kamelet, String parameter, String takes, Predicate<String> accepts) {
        return new Rule(name, kamelet, parameter, takes, false, false, accepts);
    }

    private static Rule optional(String name, String kamelet, String parameter, String takes, Predicate<String> accepts) {
        return new Rule(name, kamelet, parameter, takes, false, true, accepts);
    }

    private static Rule oneOf(String name, String kamelet, String parameter, String... values) {
        return rule(name, kamelet, parameter, words(values), value -> Stream.of(values).anyMatch(value::equalsIgnoreCase));
    }

    private static Rule optionallyOneOf(String name, String parameter, String... values) {
        return optional(name, RECOGNITION, parameter, words(values) + ", or nothing", value -> Stream.of(values).anyMatch(value::equalsIgnoreCase));
    }

    private static String words(String... values) {
        int last = values.length - 1;
        return last == 0 ? values[0] : String.join(", ", Arrays.copyOf(values, last)) + " or " + values[last];
    }

    /** The names of all settings, {@code label.…}. */
    public static List<String> settings() {
        return RULES.stream().map(Rule::name).filter(name -> name != null).toList();
    }

    /**
     * What a setting takes, in words, with an example.
     *
     * @param name one of {@link #settings()}
     */
    public static String takes(String name) {
        return RULES.stream().filter(rule -> name.equals(rule.name())).findFirst().orElseThrow().takes();
    }

    /** The parameters of a Kamelet. */
    public static List<String> parameters(String kamelet) {
        return RULES.stream().filter(rule -> kamelet.equals(rule.kamelet())).map(Rule::parameter).toList();
    }

    /**
     * Looks at a setting of an application.
     *
     * @param name one of {@link #settings()}
     * @return what is wrong with it, in one line; nothing where it can be used
     */
    public static Optional<String> problem(String name, String value) {
        return RULES.stream().filter(rule -> name.equals(rule.name())).findFirst().flatMap(rule -> problem(rule, name, value));
    }

    /**
     * Looks at the parameters of one use of a Kamelet; one that is empty is not given.
     *
     * @param given   by name
     * @param foreign names that are not the Kamelet's own and no mistake either
     * @return what is wrong, a line each
     */
    public static List<String> problems(String kamelet, Map<String, Object> given, Collection<String> foreign) {
        List<String> problems = new ArrayList<>();
        given.forEach((parameter, value) -> {
            Optional<Rule> known = RULES.stream().filter(rule -> kamelet.equals(rule.kamelet()) && parameter.equals(rule.parameter())).findFirst();
            if (known.isPresent()) {
                if (value != null && !value.toString().isBlank() && !value.toString().contains("{{")) {
                    String name = parameter + (known.get().name() == null ? "" : " (" + known.get().name() + ")");
                    problem(known.get(), name, value.toString()).ifPresent(line -> problems.add(kamelet + ": " + line));
                }
            } else if (!foreign.contains(parameter) && parameter.indexOf('.') < 0) {
                // with a dot in it, it is a parameter of a use that has a name
                problems.add(kamelet + ": " + unknown(parameter, parameters(kamelet)));
            }
        });
        problems.sort(Comparator.naturalOrder());
        return problems;
    }

    /** What to say of a name that there is not. */
    public static String unknown(String name, Collection<String> known) {
        return name + " is unknown" + nearest(name, known).map(near -> ": " + near + " is meant, perhaps").orElse("");
    }

    /** The name that is nearest, where one is near. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String lower = name.toLowerCase(Locale.ROOT);
        return known.stream().min(Comparator.comparingInt((String other) -> distance(lower, other.toLowerCase(Locale.ROOT))))
                .filter(near -> distance(lower, near.toLowerCase(Locale.ROOT)) <= SLIP);
    }

    /** How many letters have to be put in, left out or changed to make the one of the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private static Optional<String> problem(Rule rule, String name, String value) {
        boolean fine = value.isBlank() ? rule.isEmpty() : rule.accepts().test(value.trim());
        return fine ? Optional.empty() : Optional.of(name + " is " + shown(rule, value) + ": it takes " + rule.takes());
    }

    /** A URL may hold a password, and a value may be of any length. */
    private static String shown(Rule rule, String value) {
        if (value.isBlank()) {
            return "empty";
        }
        if (rule.isSecret() || value.contains("@") || value.contains("://") && value.contains("?")) {
            return "not shown, for there may be a secret in it";
        }
        String printable = Printable.of(value.length() <= 100 ? value : value.substring(0, 100) + "…");
        return '"' + printable + '"';
    }

    private static boolean isPath(String value) {
        try {
            Path.of(value);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isReadable(String value) {
        return isPath(value) && Files.isRegularFile(Path.of(value)) && Files.isReadable(Path.of(value));
    }

    private static boolean isFolder(String value) {
        if (!isPath(value) || value.contains("{{") || value.contains("?")) {
            return false;
        }
        Path there = Path.of(value).toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there == null || Files.isDirectory(there);
    }

    private static boolean isBoolean(String value) {
        return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }

    private static boolean isNumber(String value, long least, long most) {
        return value.matches("-?\\d{1,10}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
    }

    private static boolean isDuration(String value, boolean orNone) {
        if (value.isEmpty() || !DURATION.matcher(value).matches()) {
            return false;
        }
        long millis = TimeUtils.toMilliSeconds(value);
        return millis >= (orNone ? 0 : 1) && millis <= LONGEST;
    }

    private static boolean isSize(String value) {
        try {
            long size = ByteSize.parse(value);
            return size > 0 && size <= Integer.MAX_VALUE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isServiceUrl(String value) {
        try {
            URI url = new URI(value);
            return url.getScheme() != null && url.getScheme().matches("(?i)https?") && url.getHost() != null && url.getRawUserInfo() == null
                    && url.getRawQuery() == null && url.getRawFragment() == null && url.getPort() <= 65535;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isProxy(String value) {
        return isServiceUrl(value.contains("://") ? value : "http://" + value);
    }

    private static boolean areRegions(String value) {
        try {
            List<Region> regions = JSON.readValue(value, JSON.getTypeFactory().constructCollectionType(List.class, Region.class));
            return regions != null && regions.stream().allMatch(region -> region != null && region.rect() != null);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** All lines as one message. */
    public static String message(List<String> problems) {
        return problems.stream().distinct().collect(Collectors.joining("\n"));
    }
}
