package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.inbox.FailureReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    private static final Path README = Path.of("README.md");

    @Test
    void theReadmeKnowsEachReasonThatAFailedPhotoMayHave() throws Exception {
        Set<String> reasons = Arrays.stream(Reason.values()).filter(reason -> !new LabelRecognitionException(reason, "").isStopsTheLine())
                .filter(reason -> reason != Reason.CHANGED).map(Reason::toString).collect(Collectors.toCollection(TreeSet::new));
        reasons.add(FailureReport.UNEXPECTED);
        assertEquals(reasons, table("| `reason` | what it means | moved back |"));
    }

    @Test
    void theReadmeKnowsEachReasonThatAHostMayMeet() throws Exception {
        assertEquals(Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.toCollection(TreeSet::new)),
                table("| `getReason()` | what it means | `isRetryable()` |"));
    }

    private static Set<String> table(String head) throws Exception {
        String text = Files.readString(README);
        String table = text.substring(text.indexOf(head)).split("\n\n")[0];
        Set<String> names = new TreeSet<>();
        Matcher name = Pattern.compile("(?m)^\\| `([A-Za-z_-]+)` \\|").matcher(table.substring(table.indexOf("\n|-")));
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    @Test
    void aForeignNameWritesNoLineOfItsOwn() {
        assertEquals("a\\u000a2026 INFO forged\\u001b[31m é", Printable.of("a\n2026 INFO forged\u001b[31m é"));
        assertEquals("the service said \\u000d\\u000ax", new LabelRecognitionException(Reason.ERROR, "the service said \r\nx").getMessage());
    }
}
