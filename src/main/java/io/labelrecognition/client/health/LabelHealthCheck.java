package io.labelrecognition.client.health;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** One thing that photos need: UP where it is there, DOWN where it is not, with a sentence on each. Threads may share it. */
public final class LabelHealthCheck implements HealthCheck {
    /** Camel's management server escapes a slash twice on its way to the reader: addresses and paths are named by their ends. The detail has all. */
    private static final Pattern WHERE = Pattern.compile("[^\\s(\\[]*/");

    private final String id;
    private final boolean isLiveness;
    private final Supplier<List<Finding>> look;
    private volatile boolean enabled = true;

    /**
     * What was found.
     *
     * @param subject what was looked at: a folder, an account
     */
    record Finding(boolean isFine, String subject, String sentence) {
        static Finding fine(String subject, String sentence) {
            return new Finding(true, subject, sentence);
        }

        static Finding amiss(String subject, String sentence) {
            return new Finding(false, subject, sentence);
        }
    }

    /** @param isLiveness whether a restart helps where it is DOWN; else it says whether photos would be read now */
    LabelHealthCheck(String id, boolean isLiveness, Supplier<List<Finding>> look) {
        this.id = id;
        this.isLiveness = isLiveness;
        this.look = look;
    }

    @Override
    public String getGroup() {
        return "label-recognition";
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isLiveness() {
        return isLiveness;
    }

    @Override
    public boolean isReadiness() {
        return !isLiveness;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this).up();
        for (Finding finding : look.get()) {
            if (!finding.isFine()) {
                result.down().message(WHERE.matcher(finding.sentence()).replaceAll(""));
            }
            result.detail(finding.subject(), finding.sentence());
        }
        return result.build();
    }
}
