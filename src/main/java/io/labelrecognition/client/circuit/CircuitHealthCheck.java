package io.labelrecognition.client.circuit;

import io.labelrecognition.client.LabelRecognitionException;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** DOWN while a circuit is open, and until a call has succeeded again; the message says why. */
public final class CircuitHealthCheck implements HealthCheck {
    private final CircuitBreakers breakers;
    private volatile boolean enabled = true;

    public CircuitHealthCheck(CircuitBreakers breakers) {
        this.breakers = breakers;
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
        for (CircuitBreaker breaker : breakers.all()) {
            LabelRecognitionException trouble = breaker.lastTrouble();
            if (trouble != null) {
                // Camel escapes a slash twice on its way to the reader
                result.down().message(trouble.getMessage().replaceAll("https?://", ""))
                        .detail(breaker.name().replaceAll("https?://", ""), trouble.getReason().toString());
            }
        }
        return result.build();
    }
}
