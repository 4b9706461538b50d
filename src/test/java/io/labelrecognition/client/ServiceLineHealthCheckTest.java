package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;

class ServiceLineHealthCheckTest {
    @Test
    void whatStandsInTheWayIsSaidOfTheAccountAndWithoutWhatWouldBeEscaped() {
        ServiceLines lines = new ServiceLines(new MonotonicClock());
        ServiceAccount account = new ServiceAccount("http://127.0.0.1:1", "shop", "a secret", null, null, "60s");
        lines.of(account, account.name()).stop(new LabelRecognitionException(Reason.UNAVAILABLE, "No access token from http://127.0.0.1:1."), null);

        HealthCheck.Result result = new ServiceLineHealthCheck(lines).call(Map.of());

        assertEquals(State.DOWN, result.getState());
        assertEquals("No access token from 127.0.0.1:1.", result.getMessage().orElseThrow());
        assertTrue(result.getDetails().containsKey("127.0.0.1:1 (shop)"), result.getDetails().toString());
        assertFalse(result.getDetails().toString().contains("secret"));
    }
}
