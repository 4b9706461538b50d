package io.labelrecognition.client;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** DOWN while a {@linkplain ServiceLine line} is stopped, and until a call has succeeded again; the message says why. */
public final class ServiceLineHealthCheck implements HealthCheck {
    private final ServiceLines lines;
    private volatile boolean enabled = true;

    public ServiceLineHealthCheck(ServiceLines lines) {
        this.lines = lines;
    }

    @Override
    public String getGroup() {
        return "label-recognition";
    }

    @Override
    public String getId() {
        return "label-recognition";
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
        for (ServiceLine line : lines.all()) {
            LabelRecognitionException trouble = line.lastTrouble();
            if (trouble != null) {
                // Camel escapes a slash twice on its way to the reader
                result.down().message(trouble.getMessage().replaceAll("https?://", ""))
                        .detail(line.name().replaceAll("https?://", ""), trouble.getReason().toString());
            }
        }
        return result.build();
    }
}
